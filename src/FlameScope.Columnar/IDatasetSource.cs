namespace FlameScope.Columnar;

/// <summary>The place from which the files of a dataset are read: a folder (<see cref="DatasetFolder"/>) or an object store.</summary>
public interface IDatasetSource
{
    /// <summary>Returns the paths of all files whose path starts with a prefix, in any order.</summary>
    /// <param name="prefix">The prefix, which ends with a slash.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The paths in the dataset, with slashes; none if there is nothing of that name.</returns>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path in the dataset, with slashes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A stream that supports seeking. The caller disposes it.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken);
}
