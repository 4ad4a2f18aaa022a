namespace FlameScope.Tests;

/// <summary>The environment variables that tests read. CONTRIBUTING.md lists them too.</summary>
internal static class TestEnvironment
{
    /// <summary>The browser of the tests that need one: the file that FLAMESCOPE_CHROMIUM names, or /usr/bin/chromium.</summary>
    public static string Chromium => Read("FLAMESCOPE_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>The folder of packages that FLAMESCOPE_PACKAGES names, or <c>null</c>.</summary>
    public static string? Packages => Read("FLAMESCOPE_PACKAGES");

    /// <summary>The console app that FLAMESCOPE_APP names; <c>null</c> for the one that was built with the tests.</summary>
    public static string? App => Read("FLAMESCOPE_APP");

    /// <summary>The script that runs the conformance cases in the folder that FLAMESCOPE_TESTDATA names, or <c>null</c>.</summary>
    public static string? ConformanceScript => Read("FLAMESCOPE_TESTDATA") is { } folder ? Path.Combine(folder, "conformance", "check.py") : null;

    /// <summary>The folder of recordings in the folder that FLAMESCOPE_TESTDATA names, or <c>null</c>.</summary>
    public static string? Recordings => Read("FLAMESCOPE_TESTDATA") is { } folder ? Path.Combine(folder, "profiles") : null;

    /// <summary>The page of speedscope in the npm package <c>speedscope</c> whose folder FLAMESCOPE_SPEEDSCOPE names, or <c>null</c>.</summary>
    public static string? SpeedscopePage => Read("FLAMESCOPE_SPEEDSCOPE") is { } folder ? Path.Combine(folder, "dist", "release", "index.html") : null;

    /// <summary>The folder of the programs of a PostgreSQL server, or <c>null</c>.</summary>
    public static string? PostgreSqlFolder => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateFiles("/usr/lib/postgresql", "initdb", SearchOption.AllDirectories).Select(Path.GetDirectoryName).LastOrDefault()
        : null;

    /// <summary>The program <c>clickhouse-server</c>, or <c>null</c>.</summary>
    public static string? ClickHouse => IsOnPath("clickhouse-server") ? "clickhouse-server" : null;

    /// <summary>The folder of the npm package <c>chdb</c> that FLAMESCOPE_CHDB names, or <c>null</c>.</summary>
    public static string? Chdb => Read("FLAMESCOPE_CHDB");

    /// <summary>Indicates whether FLAMESCOPE_BLESS is 1: tests then write their expected files instead of comparing with them.</summary>
    public static bool AcceptsChanges => Read("FLAMESCOPE_BLESS") == "1";

    /// <summary>Returns why tests that need something cannot run; <c>null</c> when they can.</summary>
    public static string? WhyMissing(Requirement requirement) => requirement switch
    {
        Requirement.Browser => File.Exists(Chromium) ? null : $"There is no browser at {Chromium}: set FLAMESCOPE_CHROMIUM to a Chromium.",
        Requirement.SpeedscopeViewer => File.Exists(SpeedscopePage)
            ? WhyMissing(Requirement.Browser)
            : "FLAMESCOPE_SPEEDSCOPE does not name the folder of the npm package speedscope.",
        Requirement.Packages => Packages is not null ? null : "FLAMESCOPE_PACKAGES does not name a folder with packages.",
        Requirement.ConformanceCases => File.Exists(ConformanceScript)
            ? null
            : "FLAMESCOPE_TESTDATA does not name a folder with conformance/check.py.",
        Requirement.Recordings => File.Exists(Path.Combine(Recordings ?? "", "build-49hz.perf.gz")) && File.Exists(Path.Combine(Recordings ?? "", "build-999hz.perf.gz"))
            ? null
            : "FLAMESCOPE_TESTDATA does not name a folder with profiles/build-49hz.perf.gz and profiles/build-999hz.perf.gz.",
        Requirement.Cultures => HasCultures ? null : "FLAMESCOPE_ICU is 0: the tests were built to run without cultures.",
        Requirement.PowerShell => Directory.Exists(PowerShellTool) ? null : "dotnet tool restore has not installed PowerShell.",
        Requirement.PowerShellCultures => Read("FLAMESCOPE_ICU") == "0"
            ? "FLAMESCOPE_ICU is 0: there are no cultures."
            : WhyMissing(Requirement.PowerShell),
        Requirement.JavaDevelopmentKit => IsOnPath("java") && IsOnPath("jfr") ? null : "There is no java and jfr on the path.",
        Requirement.Go => IsOnPath("go") ? null : "There is no go on the path.",
        Requirement.Node => IsOnPath("node") ? null : "There is no node on the path.",
        Requirement.Clang => IsOnPath("clang++") ? null : "There is no clang++ on the path.",
        Requirement.Perf => PerfRecords.Value ? null : "There is no perf on the path that can record.",
        Requirement.PostgreSql => PostgreSqlFolder is not null ? null : "There is no PostgreSQL server in /usr/lib/postgresql.",
        Requirement.ClickHouse => ClickHouse is not null ? null : "There is no clickhouse-server on the path.",
        Requirement.Chdb => File.Exists(Path.Combine(Chdb ?? "", "package.json")) && IsOnPath("node") ? null
            : "Set FLAMESCOPE_CHDB to the folder of the npm package chdb, which node on the path runs.",
        _ => throw new ArgumentOutOfRangeException(nameof(requirement)),
    };

    // FLAMESCOPE_ICU=0 is read by the build of the tests of cultures, which sets this.
    private static bool HasCultures => AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) && !isInvariant;

    private static readonly Lazy<bool> PerfRecords = new(() =>
    {
        if (!OperatingSystem.IsLinux() || !IsOnPath("perf")) return false;
        var start = new System.Diagnostics.ProcessStartInfo("perf", ["record", "-q", "-e", "cpu-clock", "-o", "-", "true"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var perf = System.Diagnostics.Process.Start(start)!;
        perf.StandardError.ReadToEnd();
        perf.WaitForExit();
        return perf.ExitCode == 0;
    });

    private static string PowerShellTool => Path.Combine(
        Read("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), "powershell");

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
