namespace FlameScope.Store;

/// <summary>The samples of one host over time.</summary>
/// <param name="Host">The name of the host.</param>
/// <param name="Values">The number of samples in each column.</param>
public sealed record HostRow(string Host, IReadOnlyList<long> Values)
{
    /// <summary>The number of samples in all columns.</summary>
    public long Total => Values.Sum();
}
