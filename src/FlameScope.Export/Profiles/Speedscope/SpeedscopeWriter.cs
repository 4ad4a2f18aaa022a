using System.Buffers;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes the JSON format of speedscope.</summary>
/// <remarks>
/// Each thread is a sampled profile; if there are samples of several events, each thread and event is one. Values in nanoseconds are written with their
/// times: the time of a sample is the sum of the weights before it, so time that no sample covers is a sample without frames. Where a sample lasts longer
/// than the time until the next, the next one starts later than recorded. Other values are written as weights without times.
/// </remarks>
public sealed class SpeedscopeWriter : IProfileWriter
{
    /// <summary>The exporter that files name. The reader of this library takes samples without frames in such files as gaps.</summary>
    internal const string Exporter = "FlameScope.Core";

    /// <inheritdoc/>
    public string Name => "speedscope";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".speedscope.json"];

    /// <inheritdoc/>
    public string Description => "JSON files for https://www.speedscope.app";

    /// <inheritdoc/>
    public string Limits => "modules, kinds of frames, processors, labels, the wall clock, and the times of samples whose values are not nanoseconds";

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        using Utf8JsonWriter json = JsonOutput.Create(output);
        new SpeedscopeDocument(samples, options, json).Write();
    }
}
