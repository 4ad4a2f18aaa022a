using System.Globalization;
using System.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>
/// Merging the parts of a recording, or parsing it with several threads, gives the same files as parsing it at once with one thread.
/// </summary>
public class OneProfileOfManyTests
{
    private static readonly string[] Parts = [.. Enumerable.Range(0, 5).Select(MakePart)];

    [Fact]
    public void Merged_parts_give_the_same_files_as_the_recording()
    {
        Profile whole = PerfScript.Parse(string.Concat(Parts));
        ProfileView merged = ProfileView.MergeAll([.. Parts.Select(part => PerfScript.Parse(part))]);
        Assert.Equal(Exports(new ProfileView(whole)), Exports(merged));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_files()
    {
        string text = string.Concat(Parts);
        string[] one = Exports(new ProfileView(PerfScript.Parse(text, new ProfileReadOptions { MaximumThreads = 1 })));
        foreach (int threads in new[] { 2, 3 })
        {
            var options = new ProfileReadOptions { MaximumThreads = threads, BlockSize = 4000 };
            Assert.Equal(one, Exports(new ProfileView(PerfScript.Parse(text, options))));
        }
    }

    [Fact]
    public void Recordings_are_merged_by_wall_clock()
    {
        Profile a = PerfScript.Parse(Reference("500.000000000") + "a 1 [000] 500.100000: cycles:\n\t 7f1 f (/bin/x)\n\n");
        Profile b = PerfScript.Parse(Reference("20.000000000") + "b 1 [000] 20.200000: cycles:\n\t 7f1 f (/bin/x)\n\n");
        Profile merged = ProfileView.MergeAll([a, b], MergeClock.WallClock).Profile;
        Assert.Equal([500_100_000_000, 500_200_000_000], merged.Samples.Times.ToArray());
    }

    private static string Reference(string monotonic) =>
        $"# ========\n# reference time: 2026-11-22 06:36:48.123456 = 1795329408.123456 (TOD) = {monotonic} (monotonic)\n# ========\n";

    private static string[] Exports(ProfileView view)
    {
        StackTree tree = view.GetStackTree();
        SubsecondHeatmap map = view.GetHeatmap();
        return
        [
            FlameGraphSvg.ToText(tree), FlameScopeJson.ToText(tree), FoldedStacks.ToText(tree), HeatmapSvg.ToText(map), HeatmapCsv.ToText(map),
            FlameScopeJson.ToText(map), FlameGraphSvg.ToText(view.GetStackTree(StackGrouping.None, reversed: true)),
        ];
    }

    // The times of successive parts overlap, as those of successive buffers of perf do.
    private static string MakePart(int part)
    {
        var random = new Random(part);
        var text = new StringBuilder();
        for (int i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"app{random.Next(3)} {random.Next(9)} [00{i % 4}] {part + random.Next(3)}.{random.Next(1_000_000):D6}: {i} cycles:\n");
            for (int frame = random.Next(9); frame > 0; frame--) text.Append(CultureInfo.InvariantCulture, $"\t{0x7f0000 + random.Next(60),16:x} f{random.Next(60)} (/bin/x{random.Next(2)})\n");
            text.Append('\n');
        }
        return text.ToString();
    }
}
