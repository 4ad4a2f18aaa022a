using System.Buffers;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes processed profiles of the Firefox Profiler, version 48, which all later versions of the profiler read.</summary>
/// <remarks>
/// Each thread of the profile is a thread; if there are samples of several events, each thread and event is one. Values in nanoseconds become
/// weights in milliseconds, values in bytes weights in bytes, and counts the number of samples. Times are milliseconds on the clock of the recording,
/// with all digits. Samples without a time have the time 0.
/// </remarks>
public sealed class FirefoxWriter : IProfileWriter
{
    /// <inheritdoc/>
    public string Name => "firefox";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".firefox.json"];

    /// <inheritdoc/>
    public string Description => "JSON files for https://profiler.firefox.com";

    /// <inheritdoc/>
    public string Limits => "processors, labels, all but one value per sample, and the absence of times";

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        using Utf8JsonWriter json = JsonOutput.Create(output);
        new FirefoxDocument(samples, options, json).Write();
    }
}
