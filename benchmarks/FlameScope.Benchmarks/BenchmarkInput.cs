using System.IO.Compression;

namespace FlameScope.Benchmarks;

/// <summary>
/// The input of the benchmarks: the file that the environment variable FLAMESCOPE_BENCHMARK_FILE names, plain or gzip, or the sample recording.
/// </summary>
internal static class BenchmarkInput
{
    public static string Path => Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_FILE") is { Length: > 0 } file ? file : FindSample();

    /// <summary>The decompressed text.</summary>
    public static byte[] ReadText()
    {
        byte[] bytes = File.ReadAllBytes(Path);
        if (bytes is not [0x1F, 0x8B, ..]) return bytes;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var text = new MemoryStream();
        gzip.CopyTo(text);
        return text.ToArray();
    }

    // Benchmarks run in a subfolder of the repository.
    private static string FindSample()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string sample = System.IO.Path.Combine(folder.FullName, "samples", "profiles", "shop.perf.gz");
            if (File.Exists(sample)) return sample;
        }
        throw new FileNotFoundException("There is no sample profile above " + AppContext.BaseDirectory);
    }
}
