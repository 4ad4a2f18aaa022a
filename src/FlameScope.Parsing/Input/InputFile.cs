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
        Task<FileStream> opening = Task.Run(() => Open(path, options), cancellationToken);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(
                static opened => opened.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
    }

    // Without a buffer: the blocks are large, and a second buffer would only add a copy.
    private static FileStream Open(string path, FileOptions options) =>
        new(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan | options });
}
