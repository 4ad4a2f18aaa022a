namespace FlameScope.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>The result is there.</summary>
    public const int Success = 0;

    /// <summary>The input is bad or absent, or the result could not be written.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;
}
