namespace FlameScope.Parsing.Tests;

/// <summary>A text that is written as the id of a constant.</summary>
internal sealed record JfrConstantText(long Id);
