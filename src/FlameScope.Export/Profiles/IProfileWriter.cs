using System.Buffers;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes selected samples in one profile format. An implementation has no state; options of the format are its properties.</summary>
/// <remarks>
/// <see cref="ProfileWriters"/> holds the formats that are written. To write another one, implement this interface and add the implementation with
/// <see cref="ProfileWriters.With"/>.
/// </remarks>
public interface IProfileWriter
{
    /// <summary>The name of the format in lower case, such as <c>pprof</c>. It selects the format.</summary>
    string Name { get; }

    /// <summary>The endings of the names of files of the format, such as <c>.pb.gz</c>. The first is the usual one.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>A sentence fragment about the format, such as the programs that read it.</summary>
    string Description { get; }

    /// <summary>A sentence fragment that names the data that the format cannot hold, such as <c>times and processors</c>; empty if it holds everything.</summary>
    string Limits { get; }

    /// <summary>Writes samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The format cannot hold the samples, and the message says why.</exception>
    void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options);
}
