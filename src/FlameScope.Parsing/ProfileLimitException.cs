namespace FlameScope.Parsing;

/// <summary>A limit was broken somewhere inside a line; whoever knows the line makes a <see cref="ProfileFormatException"/> of it.</summary>
internal sealed class ProfileLimitException(string problem) : Exception(problem);
