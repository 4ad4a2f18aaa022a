using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>
/// Writes profiles into a dataset of Parquet files, and reads ranges of it back. Hosts write without coordination, and any engine that reads Parquet can query
/// the dataset.
/// </summary>
/// <example>
/// <code>
/// var dataset = new DatasetFolder("profiles");
/// await ProfileDataset.WriteAsync(profile, new RecordingLabels { Service = "checkout", Host = "ip-10-0-0-7" }, dataset);
/// Profile read = await ProfileDataset.ReadAsync(dataset, new DatasetQuery { Service = "checkout" });
/// </code>
/// </example>
public static class ProfileDataset
{
    /// <summary>Writes a profile. Writing it again changes nothing: the names of the files are hashes of their content.</summary>
    /// <param name="profile">The profile. Idle samples and samples without a time are left out and counted.</param>
    /// <param name="labels">The names under which the recording is found. Threads of several hosts become one recording per host.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels writing. A recording that was not completed is not listed.</param>
    /// <returns>What was written and what was left out.</returns>
    /// <exception cref="DatasetException">
    /// There is no sample to write, the host is not named, an event has more than four value types, or the clock of the profile is absent, inexact or wrong
    /// (<see cref="DatasetWriteOptions.AllowInexactClock"/>).
    /// </exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Writing was canceled.</exception>
    public static Task<DatasetWriteResult> WriteAsync(
        Profile profile, RecordingLabels labels, IDatasetTarget target, DatasetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(target);
        return new DatasetWriter(profile, labels, target, options ?? new DatasetWriteOptions(), cancellationToken).WriteAsync();
    }

    /// <summary>Reads samples back, without a query engine.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="query">The samples to read.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>
    /// The profile. Its times are nanoseconds since 1970 in UTC, and its threads have their hosts. What is missing in the dataset, two rows with one id and
    /// different content, and recordings whose clock is not exact are <see cref="Profile.Diagnostics"/>.
    /// </returns>
    /// <exception cref="DatasetException">The dataset has no such samples or too many, or a file is damaged or of a later version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static Task<Profile> ReadAsync(IDatasetSource source, DatasetQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(query);
        return new DatasetReader(source, query, cancellationToken).ReadAsync();
    }

    /// <summary>Returns the recordings of a service that have samples in a range, in the order of their starts.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="query">The service, the host and the range.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The recordings.</returns>
    /// <exception cref="DatasetException">A file is damaged or of a later version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static async Task<IReadOnlyList<DatasetRecording>> ListAsync(IDatasetSource source, DatasetQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(query);
        return await new DatasetReader(source, query, cancellationToken).ListAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Reads a whole dataset and finds what is wrong: damaged files, rows whose id is not the hash of their content or that differ from another row with their
    /// id, ids without a row, and recordings that are not whole.
    /// </summary>
    /// <param name="source">The dataset.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>What was read and found. The dictionaries of one service and date are in memory at a time.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static Task<DatasetCheckResult> CheckAsync(IDatasetSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new DatasetChecker(source, cancellationToken).CheckAsync();
    }
}
