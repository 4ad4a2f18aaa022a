using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads trace events, the JSON that Chromium, Node.js, clang, Bazel, Perfetto and many tracers write. CPU profiles of V8 within the trace become the
/// event <c>cpu</c>, begin, end and complete events become the event <c>span</c>.
/// </summary>
public sealed class ChromeTraceReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "chrome-trace";

    /// <inheritdoc/>
    public string Description => "Trace events of Chromium, Node.js, clang, Bazel, Perfetto and other tracers, and the CPU profiles within them";

    /// <summary>
    /// Indicates whether <c>args.detail</c> of an event, such as the file or the function that clang works on, becomes part of the span's name. The
    /// default is <c>false</c>: spans with one name are one function.
    /// </summary>
    public bool IncludesDetail { get; init; }

    /// <summary>
    /// Indicates whether the frames that dotnet-trace adds to each stack are left out: the process, <c>(Non-Activities)</c>, <c>Threads</c> and the
    /// thread at the root, and <c>CPU_TIME</c> and <c>UNMANAGED_CODE_TIME</c> at the leaf. The default is <c>false</c>.
    /// </summary>
    public bool OmitsDotnetTraceFrames { get; init; }

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Json is not { } json) return FormatMatch.No;
        if (json.IsArray ? json.HasKey("ph") && (json.HasKey("ts") || json.HasKey("pid") || json.HasKey("name")) : json.HasKey("traceEvents"))
        {
            return FormatMatch.Yes;
        }
        return json.IsCut && !probe.IsWhole ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new ChromeTraceParser(builder, context, this);
    }
}
