using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads perf.data, the recording of Linux <c>perf record</c> and of Android's simpleperf, in files and pipes.
/// </summary>
/// <remarks>
/// <para>A recording has addresses, not names. Names are found in the folders that are given, and on this machine only if
/// <see cref="UseSystemSymbols"/> is set. A file is used only if its build identifier is that of the recording, if the recording includes one.</para>
/// <para>A function whose name is not found is unknown and has its module.</para>
/// </remarks>
/// <example>
/// <code>
/// var reader = new PerfDataReader { SymbolFolders = ["symbols"] };
/// var options = new ProfileReadOptions { Formats = ProfileFormats.Default.With(reader) };
/// Profile profile = ProfileFile.Open("perf.data", options);
/// </code>
/// </example>
public sealed class PerfDataReader : IProfileReader
{
    /// <summary>
    /// The folders in which files with symbols are searched: by path and by name, by build identifier in <c>.build-id</c>, in a cache of debuginfod,
    /// and <c>kallsyms</c>, <c>vmlinux</c> and <c>perf-PID.map</c> by name. The default is empty.
    /// </summary>
    public IReadOnlyList<string> SymbolFolders { get; init; } = [];

    /// <summary>The folder with a copy of the recorded machine's files, as for <c>perf script --symfs</c>. The default is <c>null</c>.</summary>
    public string? SymbolFileRoot { get; init; }

    /// <summary>
    /// Indicates whether files of this machine that the recording names are read, its kernel's symbol table, <c>/tmp/perf-PID.map</c>, and the debug
    /// files in <c>/usr/lib/debug</c>, in perf's cache and in debuginfod's cache. The default is <c>false</c>, so that a recording from somebody else
    /// opens no file.
    /// </summary>
    public bool UseSystemSymbols { get; init; }

    /// <summary>Indicates whether names of C++ and Rust are shown as in the source code. The default is <c>true</c>.</summary>
    public bool Demangle { get; init; } = true;

    /// <inheritdoc/>
    public string Name => "perf.data";

    /// <inheritdoc/>
    public string Description => "Recordings of Linux perf record and of simpleperf";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return IsBigEndian(probe.Start) is null ? FormatMatch.No : FormatMatch.Yes;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        builder.IdleRule = LinuxIdleRule.Find;
        return new PerfDataParser(this, builder, context);
    }

    // The mark is a number of 64 bits, so it is reversed where the most significant byte is first.
    internal static bool? IsBigEndian(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PERFILE2"u8)) return false;
        return start.StartsWith("2ELIFREP"u8) ? true : null;
    }
}
