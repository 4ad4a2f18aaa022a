using System.Buffers;
using System.IO.Compression;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes profiles in the format of pprof, compressed with gzip.</summary>
/// <remarks>
/// <para>
/// Samples with the same stack, thread and labels become one record. With <see cref="IncludeTimes"/>, each sample is a record with its time in the
/// label <c>end_timestamp_ns</c>, as Datadog's profilers write it; other tools show the profile without times.
/// </para>
/// <para>Threads are the labels <c>thread id</c>, <c>thread name</c> and <c>pid</c>. Several events become value types of one profile.</para>
/// </remarks>
public sealed class PprofWriter : IProfileWriter
{
    /// <summary>Indicates whether each sample is written with its time. The default is <c>false</c>: samples are aggregated.</summary>
    public bool IncludeTimes { get; init; }

    /// <inheritdoc/>
    public string Name => IncludeTimes ? "pprof-times" : "pprof";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => IncludeTimes ? [".times.pb.gz"] : [".pb.gz", ".pprof"];

    /// <inheritdoc/>
    public string Description => IncludeTimes
        ? "pprof with a record and a time per sample, for tools that know Datadog's labels"
        : "pprof, for go tool pprof and most profile servers";

    /// <inheritdoc/>
    public string Limits => IncludeTimes ? "kinds of frames" : "times, processors and kinds of frames";

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        using var gzip = new GZipStream(new BufferWriterStream(output), CompressionLevel.Optimal);
        var plain = new StreamBufferWriter(gzip);
        new PprofDocument(samples, options, IncludeTimes).Write(plain);
        plain.Flush();
    }
}
