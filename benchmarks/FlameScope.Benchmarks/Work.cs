namespace FlameScope.Benchmarks;

/// <summary>What one run of a benchmark works through.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Bytes">Bytes of text read or written; 0 where there are none.</param>
internal sealed record Work(long Samples, long Bytes = 0)
{
    private static readonly Dictionary<string, Work> ByMethod = [];

    /// <summary>Says how much a benchmark does. Its setup calls this.</summary>
    public static void Set(string method, Work work) => ByMethod[method] = work;

    public static Work? Of(string method) => ByMethod.GetValueOrDefault(method);
}
