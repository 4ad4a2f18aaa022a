namespace FlameScope.Cli;

/// <summary>The command line asks for something that makes no sense.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
