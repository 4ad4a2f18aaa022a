using System.Runtime.CompilerServices;

namespace FlameScope.Columnar;

/// <summary>A dataset in a folder.</summary>
public sealed class DatasetFolder : IDatasetTarget, IDatasetSource
{
    private const string Temporary = ".tmp-";

    private readonly string _root;

    /// <summary>Initializes a dataset in a folder, which is created by the first write.</summary>
    /// <param name="path">The path of the folder.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _root = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The full path of the folder.</summary>
    public string Path => _root;

    /// <summary>Indicates whether a folder contains a dataset: recordings and samples by date.</summary>
    /// <param name="path">The path of the folder.</param>
    /// <returns><c>true</c> if it does; <c>false</c> if not, or if there is no such folder or it cannot be listed.</returns>
    public static bool Exists(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return HasDates(DatasetTables.Recordings) && HasDates(DatasetTables.Samples);

        bool HasDates(string table)
        {
            try
            {
                return Directory.EnumerateDirectories(System.IO.Path.Combine(path, table), "date=*").Any();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(string path, CancellationToken cancellationToken) => new(File.Exists(FileOf(path)));

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        string file = FileOf(path);
        string folder = System.IO.Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        string temporary = System.IO.Path.Combine(folder, Temporary + System.IO.Path.GetRandomFileName());
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            await using (stream.ConfigureAwait(false)) await write(stream).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string folder = FileOf(prefix);
        if (!Directory.Exists(folder)) yield break;
        foreach (string file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return System.IO.Path.GetRelativePath(_root, file).Replace('\\', '/');
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken) =>
        new(new FileStream(FileOf(path), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16));

    // Names in paths are escaped (DatasetPath), so no path leaves the folder.
    private string FileOf(string path) => System.IO.Path.Combine(_root, path);
}
