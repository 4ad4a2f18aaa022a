namespace FlameScope.Model;

/// <summary>A fact about the recording, as the recorder wrote it.</summary>
public sealed record HeaderFact
{
    /// <summary>The name of the fact, such as <c>os release</c>. The default is empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The value of the fact. The default is empty.</summary>
    public string Value { get; init; } = "";
}
