using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads Java Flight Recorder files of OpenJDK 11 and later, async-profiler and other recorders that write format 2.</summary>
/// <remarks>
/// Each kind of event becomes an event of the profile, named by its type, such as <c>jdk.ExecutionSample</c>. Times are Unix nanoseconds.
/// </remarks>
public sealed class JfrReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "jfr";

    /// <inheritdoc/>
    public string Description => "Java Flight Recorder files of OpenJDK, async-profiler and Datadog";

    /// <summary>
    /// Indicates whether the parts of the names of hidden classes that differ in every run are removed, so that
    /// <c>Shop$$Lambda$83+0x00007fa1e4007a08.1545242146</c> becomes <c>Shop$$Lambda</c>. The default is <c>false</c>.
    /// </summary>
    /// <remarks>Set it to merge or compare several runs. Different lambdas of one class then have one name.</remarks>
    public bool NormalizeHiddenClasses { get; init; }

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> magic = JfrChunkHeader.Magic;
        ReadOnlySpan<byte> start = probe.Start;
        if (start.Length >= magic.Length) return start.StartsWith(magic) ? FormatMatch.Yes : FormatMatch.No;
        return !probe.IsWhole && magic.StartsWith(start) ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new JfrParser(builder, context, NormalizeHiddenClasses);
    }
}
