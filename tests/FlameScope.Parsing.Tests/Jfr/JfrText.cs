namespace FlameScope.Parsing.Tests;

/// <summary>A text that a test writes in a given encoding.</summary>
internal sealed record JfrText(string? Value, JfrTextEncoding Encoding);
