using System.Buffers;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes OpenTelemetry profiles (<c>ProfilesData</c> of v1development) with the time of each sample, as protobuf.</summary>
/// <remarks>
/// <para>
/// A profile of the protocol has one value type. Events and value types therefore become profiles of one message, the default one first. Samples with
/// the same stack, thread and labels share an entry, which lists their times and values.
/// </para>
/// <para>The protocol is in development. The written layout has a dictionary with a stack table.</para>
/// </remarks>
public sealed class OtlpWriter : IProfileWriter
{
    /// <inheritdoc/>
    public string Name => "otlp";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".otlp"];

    /// <inheritdoc/>
    public string Description => "OpenTelemetry profiles with times, as protobuf";

    /// <inheritdoc/>
    public string Limits => "which values of different types belong to one sample, and kinds of frames other than kernel and native";

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        new OtlpDocument(samples).Write(output);
    }
}
