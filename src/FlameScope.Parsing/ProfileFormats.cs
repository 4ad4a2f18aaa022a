using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>An immutable, ordered list of the formats that are read. The format of an input is the first that recognizes it.</summary>
/// <example>
/// Add a format, and choose it by its name:
/// <code>
/// ProfileFormats formats = ProfileFormats.Default.With(new MyFormat());
/// Profile profile = ProfileFile.Open("profile.my", new ProfileReadOptions { Formats = formats, Format = "my format" });
/// </code>
/// </example>
public sealed class ProfileFormats
{
    // Read when an input is not recognized: perf's text starts with any text, and its parser describes what it found.
    private static readonly PerfScriptFormat Fallback = new();

    private readonly IProfileReader[] _readers;

    private ProfileFormats(IProfileReader[] readers) => _readers = readers;

    /// <summary>All formats of this library, in the order in which they are tried.</summary>
    public static ProfileFormats Default { get; } = new([
        new PerfDataReader(),
        new NetTraceReader(),
        new JfrReader(),
        new SpeedscopeReader(),
        new CpuProfileReader(),
        new ChromeTraceReader(),
        new FirefoxReader(),
        new PprofReader(),
        new OtlpReader(),
        new NflxProfileReader(),
        new SimpleperfReader(),
        new MacSampleReader(),
        new InstrumentsReader(),
        new BpftraceReader(),
        new BccReader(),
        new DTraceReader(),
        Fallback,
        new FoldedReader(), // A line of perf may look like a folded stack, but not the other way around.
    ]);

    /// <summary>The formats, in the order in which they are tried.</summary>
    public IReadOnlyList<IProfileReader> Readers => Array.AsReadOnly(_readers);

    /// <summary>Returns a list with another format, which is tried first. A format with the same name is replaced in its place.</summary>
    /// <param name="reader">The format.</param>
    /// <returns>The list.</returns>
    public ProfileFormats With(IProfileReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int index = Array.FindIndex(_readers, known => known.Name == reader.Name);
        if (index < 0) return new ProfileFormats([reader, .. _readers]);
        var readers = (IProfileReader[])_readers.Clone();
        readers[index] = reader;
        return new ProfileFormats(readers);
    }

    /// <summary>Returns the format with a name.</summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>The format; <c>null</c> if there is none.</returns>
    public IProfileReader? Find(string name) => Array.Find(_readers, reader => string.Equals(reader.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Parses an input in memory. The input is not compressed.</summary>
    /// <param name="input">The input.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults. <see cref="ProfileReadOptions.Formats"/> is ignored.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ProfileFormatException">
    /// The input is not a readable profile; or it exceeds a limit; or it has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    public Profile Parse(ReadOnlyMemory<byte> input, ProfileReadOptions? options = null)
    {
        options ??= new ProfileReadOptions();
        IProfileReader reader = Choose(options) ?? Detect(input);
        if (reader is PerfScriptFormat) return PerfScript.Parse(input.Span, options);
        var read = new FormatRead(reader, options, null, CancellationToken.None);
        return read.Parse(input.Span);
    }

    /// <summary>Returns the format that the options name; <c>null</c> if they name none.</summary>
    internal IProfileReader? Choose(ProfileReadOptions options)
    {
        if (string.IsNullOrEmpty(options.Format)) return null;
        return Find(options.Format) ?? throw new ProfileFormatException(
            ProfileReadError.UnknownFormat,
            $"there is no format \"{options.Format}\"; the formats are {string.Join(", ", _readers.Select(reader => reader.Name))}");
    }

    // The start of the input usually decides. All of a large document would be read as tokens.
    private IProfileReader Detect(ReadOnlyMemory<byte> input)
    {
        for (int length = UnreadableFormat.StartLength; ; length *= FormatProbe.StartGrowth)
        {
            bool isWhole = length > input.Length || length >= FormatProbe.MaximumStart;
            var probe = new FormatProbe(isWhole ? input : input[..length], isWhole);
            if (Detect(probe, canGrow: !isWhole) is { } reader) return reader;
        }
    }

    /// <summary>Returns the format of an input; <c>null</c> if more of the input is needed to decide.</summary>
    /// <exception cref="ProfileFormatException">The input is of no format.</exception>
    internal IProfileReader? Detect(FormatProbe probe, bool canGrow)
    {
        bool needsMore = false;
        foreach (IProfileReader reader in _readers)
        {
            FormatMatch match = reader.Match(probe);
            if (match == FormatMatch.Yes) return reader;
            needsMore |= match == FormatMatch.NeedMoreData && reader is not PerfScriptFormat;
        }
        if (needsMore && canGrow && !probe.IsWhole) return null;
        ReadOnlySpan<byte> start = probe.Start[..Math.Min(probe.Start.Length, UnreadableFormat.StartLength)];
        UnreadableFormat.ThrowIfKnown(start);
        return Array.Find(_readers, reader => reader is PerfScriptFormat)
            ?? throw new ProfileFormatException(ProfileReadError.UnknownFormat, "the input is of none of the formats that are read");
    }
}
