namespace FlameScope.Parsing;

/// <summary>
/// The exception that is thrown where a limit is exceeded and the position is not known. The parser converts it to a
/// <see cref="ProfileFormatException"/> with the position.
/// </summary>
internal sealed class ProfileLimitException(string problem) : Exception(problem);
