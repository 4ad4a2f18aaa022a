using System.IO.Pipelines;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Opens a profile of any format this library reads, plain or gzip; the format is told from the content.</summary>
    /// <param name="path">The file. A relative path counts from the process's current folder, which in PowerShell is not the prompt's.</param>
    /// <exception cref="ProfileFormatException">The file is no profile that can be read; the message says what it looks like instead.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ProfileView Open(string path) => new(ProfileFile.Open(path));

    /// <summary>Opens a profile, and tells how far reading has come.</summary>
    /// <param name="path">The file. A relative path counts from the process's current folder, which in PowerShell is not the prompt's.</param>
    /// <param name="progress">Is called on the calling thread, ten times a second at most; a script block will do.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The file is no profile that can be read; the message says what it looks like instead.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static ProfileView Open(string path, Action<ReadProgress> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return new(ProfileFile.Open(path, null, new ActionProgress(progress), cancellationToken));
    }

    /// <summary>Opens a profile with limits or strictness of your own.</summary>
    /// <param name="path">The file. A relative path counts from the process's current folder, which in PowerShell is not the prompt's.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="progress">Is called on the calling thread, ten times a second at most; <c>null</c> for nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">
    /// The file is no profile that can be read, breaks a limit, or has a fault and strictness was asked for.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static ProfileView OpenWith(
        string path,
        ProfileReadOptions options,
        Action<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(ProfileFile.Open(path, options, ActionProgress.Of(progress), cancellationToken));
    }

    /// <summary>Opens a profile from a stream, from where it stands to its end. It stays open.</summary>
    /// <param name="stream">The stream; it need not be seekable.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Is called on the calling thread, ten times a second at most; <c>null</c> for nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">
    /// The text is no profile that can be read, breaks a limit, or has a fault and strictness was asked for; the message says what it looks like instead.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static ProfileView OpenStream(
        Stream stream,
        ProfileReadOptions? options = null,
        Action<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new(ProfileFile.Open(stream, options, ActionProgress.Of(progress), cancellationToken));

    /// <summary>Opens a profile that a pipe brings, such as the output of a <c>perf script</c> that is still running.</summary>
    /// <param name="reader">The pipe. It is completed when its text has been read to the end.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The text is no profile that can be read; the message says what it looks like instead.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Task<ProfileView> OpenAsync(PipeReader reader, CancellationToken cancellationToken = default) => OpenAsync(reader, null, cancellationToken);

    /// <summary>Opens a profile that a pipe brings, with limits or strictness of your own.</summary>
    /// <param name="reader">The pipe. It is completed when its text has been read to the end.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">
    /// The text is no profile that can be read, breaks a limit, or has a fault and strictness was asked for; the message says what it looks like instead.
    /// </exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static async Task<ProfileView> OpenAsync(PipeReader reader, ProfileReadOptions? options, CancellationToken cancellationToken = default) =>
        new(await ProfileFile.OpenAsync(reader, options, null, cancellationToken).ConfigureAwait(false));

    // Progress<T> would report on another thread, and later.
    private sealed class ActionProgress(Action<ReadProgress> report) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => report(value);

        public static ActionProgress? Of(Action<ReadProgress>? report) => report is null ? null : new(report);
    }
}
