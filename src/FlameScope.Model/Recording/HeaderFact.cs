namespace FlameScope.Model;

/// <summary>One fact that the recorder wrote about the recording, as it wrote it.</summary>
/// <param name="Name">What the fact is about, such as <c>os release</c>.</param>
/// <param name="Value">The fact.</param>
public sealed record HeaderFact(string Name, string Value);
