namespace FlameScope.Tests;

/// <summary>A requirement of tests that not every machine meets.</summary>
internal enum Requirement
{
    /// <summary>A Chromium.</summary>
    Browser,

    /// <summary>A process of PowerShell: the tool that <c>dotnet tool restore</c> installs.</summary>
    PowerShell,

    /// <summary>A process of PowerShell, and cultures.</summary>
    PowerShellCultures,

    /// <summary>A folder of packages.</summary>
    Packages,

    /// <summary>Cultures other than the invariant one, for which the runtime needs ICU.</summary>
    Cultures,

    /// <summary>A folder of conformance cases.</summary>
    ConformanceCases,

    /// <summary>A folder of recordings of a build host.</summary>
    Recordings,

    /// <summary>A Java development kit: <c>java</c> and <c>jfr</c> on the path.</summary>
    JavaDevelopmentKit,

    /// <summary>Go: <c>go</c> on the path, with its tool <c>pprof</c>.</summary>
    Go,

    /// <summary>Node.js 20 or later: <c>node</c> on the path.</summary>
    Node,

    /// <summary>clang: <c>clang++</c> on the path.</summary>
    Clang,

    /// <summary>Linux <c>perf</c> on the path, with the right to record.</summary>
    Perf,

    /// <summary>A Chromium, and the application of the npm package <c>speedscope</c>.</summary>
    SpeedscopeViewer,

    /// <summary>The programs of a PostgreSQL server, in <c>/usr/lib/postgresql</c>.</summary>
    PostgreSql,

    /// <summary>The program <c>clickhouse-server</c> on the path.</summary>
    ClickHouse,

    /// <summary>The npm package <c>chdb</c>, which is ClickHouse in a process of Node.js.</summary>
    Chdb,
}
