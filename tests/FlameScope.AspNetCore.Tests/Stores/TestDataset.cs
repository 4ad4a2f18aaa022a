using System.Text;
using FlameScope.Columnar;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.AspNetCore.Tests;

/// <summary>A dataset of known recordings, which is deleted after the test.</summary>
internal sealed class TestDataset : IDisposable
{
    /// <summary>2026-11-28 14:00:00 UTC: the start of the recordings.</summary>
    public const long Start = 1_795_874_400_000_000_000;

    public string Path { get; } = Directory.CreateTempSubdirectory("flamescope-dataset-").FullName;

    public static TestDataset Create() => new();

    public DatasetProfileStore Store => new(new DatasetFolder(Path));

    /// <summary>Writes the samples of a host. Second 100 of a test's profile is the start.</summary>
    public async Task WriteAsync(string service, string host, TestProfile profile, bool isExact = true, long shift = 0) => await ProfileDataset.WriteAsync(
        ProfileFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(profile.ToText()))),
        new RecordingLabels { Service = service, Host = host },
        new DatasetFolder(Path),
        new DatasetWriteOptions { Clock = new WallClock(100 * TestProfile.Second, Start + shift, isExact), AllowInexactClock = !isExact });

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
