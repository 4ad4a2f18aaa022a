using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Opens profiles of any format this library reads; format and compression are told from the content, never from the name.</summary>
public static class ProfileFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file. A relative path counts from the process's current folder.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Is told, on the calling thread and ten times a second at most, how far reading has come.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">
    /// The file is no profile that can be read: the message says what it looks like instead. Or it breaks a limit, or has a fault and strictness
    /// was asked for.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Profile Open(
        string path, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        PerfScript.ParseFile(path, options, progress, cancellationToken);

    /// <summary>Opens a stream, from where it stands to its end. It stays open.</summary>
    /// <param name="stream">The stream; it need not be seekable.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Is told, on the calling thread and ten times a second at most, how far reading has come.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">See <see cref="Open"/>.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Profile OpenStream(
        Stream stream, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        PerfScript.ParseStream(stream, options, progress, cancellationToken);

    // Read in large blocks into the parser's own buffer: a second buffer would only copy.
    internal static FileStream OpenFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
    }
}
