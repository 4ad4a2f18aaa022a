namespace FlameScope.Cli;

/// <summary>The exception for an input or output file that is invalid or missing. The message starts with the name of the file.</summary>
internal sealed class InputException(string name, string problem, Exception? cause = null) : Exception($"{name}: {problem}", cause);
