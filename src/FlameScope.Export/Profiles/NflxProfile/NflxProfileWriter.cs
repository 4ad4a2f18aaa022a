using System.Buffers;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes the profiles of Netflix FlameScope (<c>nflxprofile</c>).</summary>
/// <remarks>
/// Each node holds its whole stack, as FlameScope's own converter for the text of perf writes it. Times are floating-point seconds. The format has one
/// event: of a selection with several, the profile's default event is written, or the first one.
/// </remarks>
public sealed class NflxProfileWriter : IProfileWriter
{
    /// <inheritdoc/>
    public string Name => "nflxprofile";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".nflxprofile"];

    /// <inheritdoc/>
    public string Description => "Netflix FlameScope";

    /// <inheritdoc/>
    public string Limits => "modules, labels, several events, value types, samples without a time, and times below about 30 ns";

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        new NflxProfileDocument(samples, options).Write(output);
    }
}
