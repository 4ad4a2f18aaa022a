using System.IO.Compression;
using System.Text;

namespace FlameScope.EndToEnd.Tests;

/// <summary>A temporary folder that is deleted after the test.</summary>
public sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("flamescope-tests-").FullName;

    public string Path { get; }

    /// <summary>Writes a profile and returns its path.</summary>
    public string Write(string text, string name = "made.perf") => WriteBytes(Encoding.UTF8.GetBytes(text), name);

    public string WriteBytes(byte[] bytes, string name)
    {
        string path = In(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
