namespace FlameScope.Cli.Text;

/// <summary>A name and its number of samples.</summary>
internal sealed record NamedCount(string Name, long Count);
