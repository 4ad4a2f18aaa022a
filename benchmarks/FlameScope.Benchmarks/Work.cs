using System.Globalization;

namespace FlameScope.Benchmarks;

/// <summary>The amount of work of one invocation of a benchmark.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Bytes">The number of bytes of text that are read or written, or 0.</param>
internal sealed record Work(long Samples, long Bytes = 0)
{
    private static readonly Dictionary<string, Work> ByMethod = [];

    /// <summary>The factor by which generated inputs are larger than usual: the environment variable FLAMESCOPE_BENCHMARK_SCALE.</summary>
    public static int Scale { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out int scale) ? Math.Max(1, scale) : 1;

    /// <summary>Sets the amount of work of a benchmark. Called by its setup.</summary>
    public static void Set(string method, Work work) => ByMethod[method] = work;

    /// <summary>Writes an input to the folder that FLAMESCOPE_BENCHMARK_KEEP names, if it does, so that peers in other programs read the same.</summary>
    public static void Keep(string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_KEEP") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    public static Work? Of(string method) => ByMethod.GetValueOrDefault(method);
}
