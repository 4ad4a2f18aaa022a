using System.Buffers;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes CPU profiles of V8, the <c>.cpuprofile</c> files that Chrome DevTools and VS Code open.</summary>
/// <remarks>
/// A file holds the samples of one thread and one event. A sample lasts until the next one. Where its value, in nanoseconds, is less than that, a sample of
/// <c>(idle)</c> follows; where it is greater, the rest is lost.
/// </remarks>
public sealed class CpuProfileWriter : IProfileWriter
{
    /// <inheritdoc/>
    public string Name => "cpuprofile";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".cpuprofile"];

    /// <inheritdoc/>
    public string Description => "CPU profiles for Chrome DevTools, VS Code and speedscope";

    /// <inheritdoc/>
    public string Limits =>
        "several threads, several events, samples without times, modules, kinds of frames, processors, labels, and values that are not the time until the next sample";

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        using Utf8JsonWriter json = JsonOutput.Create(output);
        new CpuProfileDocument(samples, options, json).Write();
    }
}
