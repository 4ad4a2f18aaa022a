using FlameScope.Analysis;
using FlameScope.Model;
using FlameScope.TestData;
using FlameScope.Tests;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>Bursts that are grafted into recordings are found. <c>docs/moments.md</c> contains results for more of them.</summary>
public class GraftedMomentTests
{
    private const int Reported = 20;

    [Theory]
    [InlineData(80, 0.9)]
    [InlineData(200, 0.75)]
    [InlineData(500, 0.8)]
    public void Bursts_in_the_sample_recording_are_found_with_their_function(int milliseconds, double minimumRecall) =>
        AssertFound(ProfileView.Open(Path.Combine(Repository.Folder, "samples/profiles/shop.perf.gz")).Profile, 0, milliseconds, minimumRecall);

    [OptionalTheory(Requirement.Recordings)]
    [InlineData("build-49hz.perf.gz", 0, 200, 0.7)]
    [InlineData("build-49hz.perf.gz", 0, 500, 0.8)]
    [InlineData("build-999hz.perf.gz", 10, 80, 0.6)]
    public void Bursts_are_found_where_processes_come_and_go(string file, int pieceSeconds, int milliseconds, double minimumRecall) =>
        AssertFound(ProfileView.Open(Path.Combine(TestEnvironment.Recordings!, file)).Profile, pieceSeconds, milliseconds, minimumRecall);

    private static void AssertFound(Profile profile, int pieceSeconds, int milliseconds, double minimumRecall)
    {
        const int Count = 10;
        GraftedProfile[] pieces = [.. GraftedProfile.Pieces(profile, pieceSeconds)];
        int bursts = 0, found = 0;
        foreach (GraftKind kind in Enum.GetValues<GraftKind>())
        {
            for (int i = 0; i < Count; i++)
            {
                if (pieces[i % pieces.Length].At(kind, milliseconds * 1_000_000L, i) is not { } graft) continue;
                bursts++;
                if (new ProfileView(graft.Profile).FindMoments().Take(Reported).Any(m => graft.IsAt(m.Range) && m.Functions.Take(3).Any(graft.IsFunction))) found++;
            }
        }
        Assert.Equal(2 * Count, bursts);
        Assert.True(found >= minimumRecall * bursts, $"{found} of {bursts}");
    }
}
