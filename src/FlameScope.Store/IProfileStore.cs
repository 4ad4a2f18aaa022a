using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>Answers questions about the profiles of many hosts.</summary>
public interface IProfileStore
{
    /// <summary>Returns the heat map of a range.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="options">
    /// The options; <c>null</c> for the defaults. The weight is <see cref="SampleWeight.Samples"/>, the default, or <see cref="SampleWeight.Period"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the query, in the engine too.</param>
    /// <returns>The heat map. Its first column starts at the whole second at or before the start of the range.</returns>
    /// <exception cref="ProfileStoreException">The engine failed.</exception>
    /// <exception cref="HeatmapTooLargeException">The map would exceed the maximum number of columns or cells.</exception>
    /// <exception cref="NotSupportedException">The weight is another one.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<SubsecondHeatmap> GetHeatmapAsync(ProfileQuery query, HeatmapOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Returns the stacks of a range, counted by the engine.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="maximumStacks">The maximum number of rows. Those with the most samples are returned, and the others are counted.</param>
    /// <param name="cancellationToken">Cancels the query, in the engine too.</param>
    /// <returns>The stacks.</returns>
    /// <exception cref="ProfileStoreException">The engine failed.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<StackCounts> GetStacksAsync(ProfileQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default);

    /// <summary>Returns the stacks of two queries, such as two versions of a service, for a difference of their trees.</summary>
    /// <param name="baseline">The samples to compare with.</param>
    /// <param name="target">The samples to compare.</param>
    /// <param name="maximumStacks">The maximum number of rows of each.</param>
    /// <param name="cancellationToken">Cancels the queries, in the engine too.</param>
    /// <returns>The stacks of both.</returns>
    /// <exception cref="ProfileStoreException">The engine failed.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<StackComparison> CompareAsync(
        ProfileQuery baseline, ProfileQuery target, int maximumStacks = 100_000, CancellationToken cancellationToken = default);

    /// <summary>Returns the functions of a range with their self and total values.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="maximumStacks">The maximum number of stacks. Those with the most samples are read, and the samples of the others are counted.</param>
    /// <param name="cancellationToken">Cancels the query, in the engine too.</param>
    /// <returns>The functions.</returns>
    /// <exception cref="ProfileStoreException">The engine failed.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<FunctionCounts> GetFunctionsAsync(ProfileQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default);

    /// <summary>Returns the samples of each host over time.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="columnLength">The length of a column. There are at most 10,000 columns.</param>
    /// <param name="cancellationToken">Cancels the query, in the engine too.</param>
    /// <returns>The hosts that have samples, with their numbers of samples in each column.</returns>
    /// <exception cref="ProfileStoreException">The engine failed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns have no length, or there would be too many.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<HostCounts> GetHostsAsync(ProfileQuery query, TimeSpan columnLength, CancellationToken cancellationToken = default);

    /// <summary>Reads samples back as a profile.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="maximumSamples">The maximum number of rows. More are refused.</param>
    /// <param name="cancellationToken">Cancels the query, in the engine too.</param>
    /// <returns>The profile. Its times are nanoseconds since 1970 in UTC, and its threads have their hosts.</returns>
    /// <exception cref="ProfileStoreException">The engine failed, or there are more samples than the maximum.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<Profile> ReadAsync(ProfileQuery query, long maximumSamples = 20_000_000, CancellationToken cancellationToken = default);

    /// <summary>Returns the recordings of a service and a host that have samples in a range. Other conditions are ignored.</summary>
    /// <param name="query">The service, the host and the range.</param>
    /// <param name="cancellationToken">Cancels the query, in the engine too.</param>
    /// <returns>The recordings, in the order of their starts.</returns>
    /// <exception cref="ProfileStoreException">The engine failed.</exception>
    /// <exception cref="OperationCanceledException">The query was canceled.</exception>
    Task<IReadOnlyList<StoredRecording>> ListAsync(ProfileQuery query, CancellationToken cancellationToken = default);
}
