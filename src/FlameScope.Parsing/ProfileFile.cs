using System.IO.Pipelines;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Opens profiles of any format in <see cref="ProfileFormats.Default"/>. The input may be compressed with gzip or zstd, be UTF-16 text with a
/// byte-order mark, or be a tar or zip archive with one profile in it. The format and the compression are detected from the
/// content, not from the file name.
/// </summary>
/// <remarks>Input that cannot be read is counted in <see cref="Profile.Diagnostics"/>, and the rest is read.</remarks>
/// <example>
/// <code>
/// Profile profile = ProfileFile.Open("perf.txt.gz");
/// Console.WriteLine($"{profile.Samples.Count} samples of {profile.Threads.Count} threads");
/// </code>
/// </example>
public static class ProfileFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The path of the file. A relative path is resolved against the current directory of the process.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports on the calling thread, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read, also while the file is a pipe that delivers no data.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is <c>null</c> or empty.</exception>
    /// <exception cref="ProfileFormatException">
    /// The file is not a readable profile, and the message describes what it is instead; or it exceeds a limit; or it has a fault and
    /// <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static Profile Open(
        string path, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using FileStream file = InputFile.Open(path, cancellationToken);
        // The task is complete when it is returned: nothing awaits with a synchronous source.
        return ReadAsync(new InputSource(file, isAsync: false), path, options, progress, cancellationToken).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Opens a stream, from its current position to its end. The stream is not closed.</summary>
    /// <param name="stream">The stream. It need not be seekable.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports on the calling thread, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">
    /// Cancels the read, also while the stream delivers no data. A read of the stream that is pending then is abandoned; the stream cannot be used
    /// further.
    /// </param>
    /// <returns>The profile.</returns>
    /// <exception cref="ProfileFormatException">
    /// The stream is not a readable profile, and the message describes what it is instead; or it exceeds a limit; or it has a fault and
    /// <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    /// <remarks>
    /// If the token can be canceled and the stream is not seekable, its asynchronous reads are used and waited for, so they must not require the
    /// synchronization context of the calling thread.
    /// </remarks>
    public static Profile Open(
        Stream stream, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // The task is complete when it is returned: nothing awaits with a synchronous source.
        return ReadAsync(new InputSource(stream, isAsync: false), null, options, progress, cancellationToken).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Open(string, ProfileReadOptions?, IProgress{ReadProgress}?, CancellationToken)" path="/exception"/>
    /// <summary>Opens a file asynchronously.</summary>
    /// <param name="path">The path of the file. A relative path is resolved against the current directory of the process.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read, also while the file is a pipe that delivers no data.</param>
    /// <returns>A task that provides the profile.</returns>
    public static async Task<Profile> OpenAsync(
        string path, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        FileStream file = await InputFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            return await ReadAsync(new InputSource(file, isAsync: true), path, options, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="Open(Stream, ProfileReadOptions?, IProgress{ReadProgress}?, CancellationToken)" path="/exception"/>
    /// <summary>Opens a stream asynchronously, from its current position to its end. The stream is not closed.</summary>
    /// <param name="stream">The stream. It need not be seekable. It is read asynchronously only.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">
    /// Cancels the read, also while the stream delivers no data. A read of the stream that is pending then is abandoned; the stream cannot be used
    /// further.
    /// </param>
    /// <returns>A task that provides the profile.</returns>
    public static Task<Profile> OpenAsync(
        Stream stream, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadAsync(new InputSource(stream, isAsync: true), null, options, progress, cancellationToken).AsTask();
    }

    /// <inheritdoc cref="Open(Stream, ProfileReadOptions?, IProgress{ReadProgress}?, CancellationToken)" path="/exception"/>
    /// <summary>Opens a pipe asynchronously, for example the output of a <c>perf script</c> that is still running.</summary>
    /// <param name="reader">The pipe. It is completed when it has been read to its end.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">
    /// Cancels the read, also while the pipe delivers no data, unless the pipe reads a stream that ignores the token.
    /// </param>
    /// <returns>A task that provides the profile.</returns>
    public static async Task<Profile> OpenAsync(
        PipeReader reader,
        ProfileReadOptions? options = null,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Profile profile = await ReadAsync(new InputSource(reader), null, options, progress, cancellationToken).ConfigureAwait(false);
        await reader.CompleteAsync().ConfigureAwait(false);
        return profile;
    }

    private static async ValueTask<Profile> ReadAsync(
        InputSource source, string? path, ProfileReadOptions? options, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new ProfileReadOptions();
        using ProfileInput input = await ProfileInput.OpenAsync(source, options, progress, cancellationToken).ConfigureAwait(false);
        IProfileReader reader = await DetectAsync(input, options, cancellationToken).ConfigureAwait(false);
        // The text of perf is parsed by several threads.
        if (reader is PerfScriptFormat) return await PerfScript.ReadAsync(input, options, cancellationToken).ConfigureAwait(false);
        return await new FormatRead(reader, options, path, cancellationToken).ReadAsync(input, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<IProfileReader> DetectAsync(
        ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        ProfileFormats formats = options.Formats ?? ProfileFormats.Default;
        if (formats.Choose(options) is { } chosen) return chosen;
        for (int length = UnreadableFormat.StartLength; ; length *= FormatProbe.StartGrowth)
        {
            await input.PeekAsync(length, cancellationToken).ConfigureAwait(false);
            var probe = new FormatProbe(input.Peeked, isWhole: input.Peeked.Length < length);
            if (formats.Detect(probe, canGrow: length < FormatProbe.MaximumStart) is { } reader) return reader;
        }
    }
}
