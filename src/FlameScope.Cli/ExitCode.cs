namespace FlameScope.Cli;

/// <summary>The exit codes of the process; 0 is success.</summary>
internal static class ExitCode
{
    /// <summary>The input is invalid or missing, or the result could not be written.</summary>
    public const int Failure = 1;

    /// <summary>The command line is invalid.</summary>
    public const int Usage = 2;
}
