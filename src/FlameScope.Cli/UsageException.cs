namespace FlameScope.Cli;

/// <summary>The exception for a command line whose options contradict each other or the profile.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
