using System.IO.Pipelines;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Opens a profile file of any supported format, plain or gzip. The format is detected from the content.</summary>
    /// <param name="path">
    /// The path of the file. A relative path is resolved against the current directory of the process, which in PowerShell is not the current
    /// location.
    /// </param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports on the calling thread, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>A view of all samples except the idle ones.</returns>
    /// <exception cref="ProfileFormatException">
    /// The file is not a readable profile, exceeds a limit, or has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static ProfileView Open(
        string path, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Create(ProfileFile.Open(path, options, progress, cancellationToken), path);

    /// <summary>Opens a profile file and reports progress to a delegate, which in PowerShell can be a script block.</summary>
    /// <param name="path">
    /// The path of the file. A relative path is resolved against the current directory of the process, which in PowerShell is not the current
    /// location.
    /// </param>
    /// <param name="progress">Receives progress reports on the calling thread, at most ten per second.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>A view of all samples except the idle ones.</returns>
    /// <exception cref="ProfileFormatException">
    /// The file is not a readable profile, exceeds a limit, or has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static ProfileView Open(
        string path, Action<ReadProgress> progress, ProfileReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return Open(path, options, new ActionProgress(progress), cancellationToken);
    }

    /// <summary>Opens a profile from a stream, from its current position to its end. The stream is not closed.</summary>
    /// <param name="stream">The stream. It need not be seekable.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports on the calling thread, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read, also while the stream delivers no data.</param>
    /// <returns>A view of all samples except the idle ones.</returns>
    /// <exception cref="ProfileFormatException">
    /// The stream is not a readable profile, exceeds a limit, or has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static ProfileView Open(
        Stream stream, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Create(ProfileFile.Open(stream, options, progress, cancellationToken), SourceOf(stream));

    /// <summary>Opens a profile file asynchronously.</summary>
    /// <param name="path">The path of the file. A relative path is resolved against the current directory of the process.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>A task that provides a view of all samples except the idle ones.</returns>
    /// <exception cref="ProfileFormatException">
    /// The file is not a readable profile, exceeds a limit, or has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static async Task<ProfileView> OpenAsync(
        string path, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Create(await ProfileFile.OpenAsync(path, options, progress, cancellationToken).ConfigureAwait(false), path);

    /// <summary>Opens a profile from a stream asynchronously, from its current position to its end. The stream is not closed.</summary>
    /// <param name="stream">The stream. It need not be seekable.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read, also while the stream delivers no data.</param>
    /// <returns>A task that provides a view of all samples except the idle ones.</returns>
    /// <exception cref="ProfileFormatException">
    /// The stream is not a readable profile, exceeds a limit, or has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static async Task<ProfileView> OpenAsync(
        Stream stream, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Create(await ProfileFile.OpenAsync(stream, options, progress, cancellationToken).ConfigureAwait(false), SourceOf(stream));

    /// <summary>Opens a profile from a pipe, for example the output of a <c>perf script</c> that is still running.</summary>
    /// <param name="reader">The pipe. It is completed after it has been read to its end.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Receives progress reports, at most ten per second; <c>null</c> for none.</param>
    /// <param name="cancellationToken">
    /// Cancels the read, also while the pipe delivers no data, unless the pipe reads a stream that ignores the token.
    /// </param>
    /// <returns>A task that provides a view of all samples except the idle ones.</returns>
    /// <exception cref="ProfileFormatException">
    /// The pipe is not a readable profile, exceeds a limit, or has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static async Task<ProfileView> OpenAsync(
        PipeReader reader, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Create(await ProfileFile.OpenAsync(reader, options, progress, cancellationToken).ConfigureAwait(false), null);

    private static ProfileView Create(Profile profile, string? source) =>
        new(SelectAnyTime(profile, SampleFilter.Default, null), SampleFilter.Default, default, null, source);

    // A file stream that was created from a handle has a placeholder as its name.
    private static string? SourceOf(Stream stream) => stream is FileStream { Name: var name } && Path.IsPathFullyQualified(name) ? name : null;

    // Progress<T> reports asynchronously, on another thread.
    private sealed class ActionProgress(Action<ReadProgress> report) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => report(value);
    }
}
