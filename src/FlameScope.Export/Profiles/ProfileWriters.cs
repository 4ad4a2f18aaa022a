using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>An immutable, ordered list of the profile formats that are written.</summary>
/// <example>
/// <code>
/// IProfileWriter writer = ProfileWriters.Default.FindByPath("profile.speedscope.json")!;
/// using FileStream file = File.Create("profile.speedscope.json");
/// ProfileWriters.Write(writer, profile.Select(), file);
/// </code>
/// </example>
public sealed class ProfileWriters
{
    private readonly IProfileWriter[] _writers;

    private ProfileWriters(IProfileWriter[] writers) => _writers = writers;

    /// <summary>All formats that this library writes.</summary>
    public static ProfileWriters Default { get; } = new([
        new PprofWriter(),
        new PprofWriter { IncludeTimes = true },
        new OtlpWriter(),
        new NflxProfileWriter(),
        new D3FlameGraphWriter(),
        new FoldedProfileWriter(),
        new SpeedscopeWriter(),
        new CpuProfileWriter(),
        new FirefoxWriter(),
    ]);

    /// <summary>The formats.</summary>
    public IReadOnlyList<IProfileWriter> Writers => Array.AsReadOnly(_writers);

    /// <summary>Returns a list with another format, which is the first. A format with the same name is replaced in its place.</summary>
    /// <param name="writer">The format.</param>
    /// <returns>The list.</returns>
    public ProfileWriters With(IProfileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        int index = Array.FindIndex(_writers, known => known.Name == writer.Name);
        if (index < 0) return new ProfileWriters([writer, .. _writers]);
        var writers = (IProfileWriter[])_writers.Clone();
        writers[index] = writer;
        return new ProfileWriters(writers);
    }

    /// <summary>Returns the format with a name.</summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>The format; <c>null</c> if there is none.</returns>
    public IProfileWriter? Find(string name) => Array.Find(_writers, writer => string.Equals(writer.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the format of a file by the ending of its name. The format with the longest ending is returned.</summary>
    /// <param name="path">The path or the name of the file.</param>
    /// <returns>The format; <c>null</c> if there is none.</returns>
    public IProfileWriter? FindByPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        IProfileWriter? best = null;
        int length = 0;
        foreach (IProfileWriter writer in _writers)
        {
            foreach (string extension in writer.Extensions)
            {
                if (extension.Length > length && path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) (best, length) = (writer, extension.Length);
            }
        }
        return best;
    }

    /// <summary>Writes samples to a stream.</summary>
    /// <param name="writer">The format.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentException">The format cannot hold the samples, and the message says why.</exception>
    public static void Write(IProfileWriter writer, SampleSelection samples, Stream output, ProfileWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new StreamBufferWriter(output);
        writer.Write(samples, buffer, options ?? new ProfileWriteOptions());
        buffer.Flush();
    }

    /// <summary>Writes samples to a stream asynchronously. The profile is created in memory first; the stream is never written to synchronously.</summary>
    /// <param name="writer">The format.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the profile is written.</returns>
    /// <exception cref="ArgumentException">The format cannot hold the samples, and the message says why.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task WriteAsync(
        IProfileWriter writer, SampleSelection samples, Stream output, ProfileWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var memory = new MemoryStream();
        Write(writer, samples, memory, options);
        cancellationToken.ThrowIfCancellationRequested();
        await output.WriteAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), cancellationToken).ConfigureAwait(false);
    }
}
