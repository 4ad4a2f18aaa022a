namespace FlameScope.Parsing;

/// <summary>Opens files for reading in large blocks.</summary>
internal static class InputFile
{
    /// <summary>Opens a file. The opening of a named pipe blocks until another process writes to it; the token cancels it.</summary>
    public static FileStream Open(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!cancellationToken.CanBeCanceled) return Open(path, FileOptions.None);
        return OpenAsync(path, FileOptions.None, cancellationToken).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Open(string, CancellationToken)"/>
    public static Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenAsync(path, FileOptions.Asynchronous, cancellationToken);
    }

    private static async Task<FileStream> OpenAsync(string path, FileOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A regular file opens without delay. A named pipe has no length; it is opened on a dedicated thread, which may block, not on one of the pool.
        if (new FileInfo(path) is { Exists: true, Length: > 0 }) return Open(path, options);
        Task<FileStream> opening = Task.Factory.StartNew(
            () => Open(path, options), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(Abandon, TaskScheduler.Default);
            throw;
        }
    }

    private static void Abandon(Task<FileStream> opened)
    {
        if (opened.IsCompletedSuccessfully) opened.Result.Dispose();
        else _ = opened.Exception; // observed, so that it is not reported as unobserved
    }

    // Without a buffer: the blocks are large, and a second buffer would only add a copy.
    private static FileStream Open(string path, FileOptions options) =>
        new(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan | options });
}
