namespace FlameScope.Cli.Text;

/// <summary>How many samples there are of a name.</summary>
internal sealed record NamedCount(string Name, long Count);
