namespace FlameScope.Columnar;

/// <summary>The place to which the files of a dataset are written: a folder (<see cref="DatasetFolder"/>) or an object store.</summary>
public interface IDatasetTarget
{
    /// <summary>Indicates whether a file exists.</summary>
    /// <param name="path">The path in the dataset, with slashes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns><c>true</c> if the file exists.</returns>
    ValueTask<bool> ExistsAsync(string path, CancellationToken cancellationToken);

    /// <summary>Writes a file, which is visible to readers only after all of it is written. A file of that name is replaced.</summary>
    /// <param name="path">The path in the dataset, with slashes.</param>
    /// <param name="write">Writes the content to a stream, which does not need to support seeking.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes when the file is visible.</returns>
    Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken);
}
