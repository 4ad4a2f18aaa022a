namespace FlameScope.Cli;

/// <summary>The input, or the place for the output, is bad or absent. The message starts with its name.</summary>
internal sealed class InputException(string name, string problem, Exception? cause = null) : Exception($"{name}: {problem}", cause);
