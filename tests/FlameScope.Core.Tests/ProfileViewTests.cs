using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Xml;
using FlameScope.Analysis;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.Core.Tests;

public sealed class ProfileViewTests : IDisposable
{
    private const string Text = """
        app 10 [000] 5.100000: 100 cycles:
        	7f1 leaf+0x1 (/bin/x)
        	7f2 main (/bin/x)

        swapper 0 [001] 5.200000: 100 cycles:
        	ffffffff81 default_idle ([kernel.kallsyms])

        app 11 [001] 6.500000: 300 cycles:
        	7f3 other (/bin/x)
        	7f2 main (/bin/x)


        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_plain_or_gzip_file_can_be_opened()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text);
        string plain = InFolder("a.perf"), packed = InFolder("b.anything");
        File.WriteAllBytes(plain, text);
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest)) gzip.Write(text);

        Assert.Equal(2, ProfileView.Open(plain).SampleCount);
        Assert.Equal(2, ProfileView.Open(packed).SampleCount);
        Assert.Equal(3, ProfileView.Open(packed).WithFilter(SampleFilter.All).SampleCount);
    }

    [Fact]
    public async Task A_pipe_can_be_opened()
    {
        ProfileView view = await ProfileView.OpenAsync(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(Text))));
        Assert.Equal(2, view.SampleCount);
    }

    [Fact]
    public void Ranges_can_be_compared_with_all_samples_with_the_rest_and_with_other_views()
    {
        ProfileView view = ProfileView.Open(WriteText());
        ProfileView first = view.Between(0, 1);
        Assert.Equal((1, 2), Counts(first.Compare(Baseline.Whole)));
        Assert.Equal((1, 1), Counts(first.Compare(Baseline.Rest)));
        Assert.Equal((1, 1), Counts(first.Compare(Baseline.Range(view.Profile.RangeOfSeconds(1, 2)))));
        Assert.Equal((1, 2), Counts(view.Between(1, null).Compare(view)));
        Assert.Equal((1, 0), Counts(first.Where(new SampleFilter { Tid = 10 }).Compare(Baseline.Rest)));
        StackTreeDiff byPeriod = first.WeightedBy(SampleWeight.Period).Compare(Baseline.Rest, DiffNormalization.None);
        Assert.Equal((100, 300), (byPeriod.Target.Total, byPeriod.Baseline.Total));
        Assert.Throws<ArgumentException>(() => first.Between(1, 2).Compare(Baseline.Rest));

        FunctionChanges changes = first.GetChanges(Baseline.Rest);
        Assert.Equal(["leaf New", "main Both", "other Gone"], changes.Rows.Select(r => $"{r.Name} {r.Presence}").Order());
        Assert.Equal(3, first.GetChanges(view.Between(1, 2)).Rows.Count);
        Assert.Equal([1L, 1], view.GetFunctionsBy(StackGrouping.Thread).Select(g => g.Total));

        static (long, long) Counts(StackTreeDiff diff) => (diff.Target.SampleCount, diff.Baseline.SampleCount);
    }

    [Fact]
    public void A_transformed_view_keeps_its_samples_filter_and_range()
    {
        ProfileView view = ProfileView.Open(WriteText());
        ProfileView shown = view.Where(new SampleFilter { Match = "^other$" }).Transform(StackTransform.Prune("^other$"));
        Assert.Equal(1, shown.SampleCount);
        Assert.Equal(["main"], shown.GetFunctions().Rows.Select(r => r.Name));
        Assert.Equal(0, shown.Between(0, 1).SampleCount);
        Assert.Equal(1, shown.Between(1, 2).SampleCount);
        Assert.Equal(0, shown.Where(new SampleFilter { Match = "^other$" }).SampleCount);
        Assert.Equal(3, shown.WithFilter(SampleFilter.All).SampleCount);

        ProfileView focused = view.Transform(StackTransform.Focus("leaf")).Transform(StackTransform.Invert);
        Assert.Equal(1, focused.SampleCount);
        Assert.Equal(1, focused.WithFilter(SampleFilter.All).SampleCount);
        Assert.Equal(["app", "leaf", "main"], focused.GetStackTree().GetPath(3));
        Assert.Equal(1, view.Between(0, 1).Transform(StackTransform.Standard).SampleCount);
        Assert.Equal(400, view.WeightedBy(SampleWeight.Period).Transform(StackTransform.ByModule).Total);
        Assert.Equal(1, view.Between(0, 1).Transform(StackTransform.Invert).Compare(Baseline.Rest).Baseline.SampleCount);
    }

    // The filter of a nested range must not limit the samples of any time.
    [Fact]
    public void A_range_inside_a_filter_is_the_range_of_the_view()
    {
        ProfileView view = ProfileView.Open(WriteText());
        SampleFilter first = new() { Range = view.Profile.RangeOfSeconds(0, 1) };
        foreach (ProfileView ranged in new[] { view.Where(first), view.WithFilter(SampleFilter.Default.And(first)) })
        {
            Assert.Equal(1, ranged.SampleCount);
            Assert.Equal(first.Range, ranged.Range);
            Assert.Equal(1, ranged.Compare(Baseline.Rest).Baseline.SampleCount);
        }
    }

    [Fact]
    public void A_view_selects_the_samples_that_its_filter_selects_from_the_profile()
    {
        Profile profile = PerfScript.Parse(Text);
        SampleFilter nested = SampleFilter.Default.And(new SampleFilter { Range = profile.RangeOfSeconds(0, 1) }) with { Range = TimeRange.All };
        Assert.Equal(profile.Select(nested).ToArray(), new ProfileView(profile, nested).Selection.ToArray());
        Assert.Equal(profile.RangeOfSeconds(0, 1), new ProfileView(profile, nested).Range);
    }

    [Fact]
    public async Task A_view_knows_the_file_that_it_was_opened_from()
    {
        string path = WriteText();
        Assert.Equal(path, ProfileView.Open(path).Source);
        Assert.Equal(path, (await ProfileView.OpenAsync(path)).Between(0, 1).Where(new SampleFilter { Tid = 10 }).WeightedBy(SampleWeight.Period).Source);
        Assert.Equal(path, ProfileView.Open(path).Transform(StackTransform.Invert).WithFilter(SampleFilter.All).Source);
        using FileStream file = File.OpenRead(path);
        Assert.Equal(path, ProfileView.Open(file).Source);
        Assert.Null(ProfileView.Open(new MemoryStream(File.ReadAllBytes(path))).Source);
        Assert.Equal($"{path}: 2 samples", ProfileView.Open(path).ToString());
        Assert.StartsWith($"{path}: 1 samples, ", ProfileView.Open(path).Between(0, 1).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_arguments_throw_where_they_are_given()
    {
        ProfileView view = ProfileView.Open(WriteText());
        Assert.ThrowsAny<ArgumentException>(() => view.Between(5, 2));
        Assert.ThrowsAny<ArgumentException>(() => view.GetFlameChart(999_999));
        Assert.Throws<ArgumentException>(() => view.WeightedBy(SampleWeight.Value("bytes")));
        Assert.ThrowsAny<ArgumentException>(() => view.GetStackTree((StackGrouping)9));
    }

    [Fact]
    public void The_last_progress_report_is_the_length_of_the_file()
    {
        string path = WriteText();
        ReadProgress last = default;
        ProfileView.Open(path, p => last = p);
        Assert.Equal((new FileInfo(path).Length, new FileInfo(path).Length), (last.BytesRead, last.TotalBytes));
    }

    [Fact]
    public void Strict_options_are_passed_to_the_parser()
    {
        string path = WriteText("nonsense\n" + Text);
        Assert.Equal(1, ProfileView.Open(path).Profile.UnreadableCount);
        var e = Assert.Throws<ProfileFormatException>(() => ProfileView.Open(path, new ProfileReadOptions { Strict = true }));
        Assert.Equal(1, e.Line);
    }

    [Fact]
    public async Task Streams_and_pipes_can_be_opened_with_options()
    {
        byte[] text = Encoding.UTF8.GetBytes("nonsense\n" + Text);
        var strict = new ProfileReadOptions { Strict = true };
        Assert.Throws<ProfileFormatException>(() => ProfileView.Open(new MemoryStream(text), strict));
        await Assert.ThrowsAsync<ProfileFormatException>(() => ProfileView.OpenAsync(new MemoryStream(text), strict));
        await Assert.ThrowsAsync<ProfileFormatException>(() => ProfileView.OpenAsync(PipeReader.Create(new MemoryStream(text)), strict));
        Assert.Equal(2, ProfileView.Open(new MemoryStream(text)).SampleCount);
        Assert.Equal(2, (await ProfileView.OpenAsync(new MemoryStream(text))).SampleCount);
    }

    [Fact]
    public void Narrowing_a_view_keeps_its_filter_range_and_weight()
    {
        ProfileView all = ProfileView.Open(WriteText());
        ProfileView second = all.Between(1, null);
        Assert.Equal(1, second.SampleCount);
        Assert.Equal(0, second.Between(0, 1).SampleCount);
        Assert.Equal(0, second.Where(new SampleFilter { Tid = 10 }).SampleCount);
        Assert.Equal(1, all.Where(new SampleFilter { Tid = 10 }).SampleCount);
        Assert.Equal(0, all.Where(new SampleFilter { Tid = 10 }).Where(new SampleFilter { Cpu = 1 }).SampleCount);
        Assert.Equal(2, all.Where(SampleFilter.All).SampleCount);
        Assert.Equal(3, second.WithFilter(SampleFilter.All).SampleCount);
        Assert.Equal(400, all.WeightedBy(SampleWeight.Period).Total);
        Assert.Equal(300, all.WeightedBy(SampleWeight.Period).Between(1, 2).Total);
    }

    [Fact]
    public void Heat_map_tree_and_table_contain_the_same_samples()
    {
        ProfileView view = ProfileView.Open(WriteText()).WeightedBy(SampleWeight.Period).Between(0, 1);
        Assert.Equal(view.Total, view.GetHeatmap().Total);
        Assert.Equal(view.Total, view.GetStackTree().Total);
        Assert.Equal(view.Total, view.GetStackTree(StackGrouping.None, reversed: true).Total);
        Assert.Equal(view.Total, view.GetFunctions().Rows.Sum(r => r.Self));
    }

    [Theory]
    [InlineData("map.svg")]
    [InlineData("map.JSON")]
    [InlineData("map.csv")]
    public void The_extension_selects_the_format_of_a_heat_map(string name)
    {
        ProfileView.Open(WriteText()).SaveHeatmap(InFolder(name));
        CheckSaved(name);
    }

    [Theory]
    [InlineData("graph.svg")]
    [InlineData("graph.json")]
    [InlineData("graph.folded")]
    [InlineData("graph.txt")]
    public void The_extension_selects_the_format_of_a_flame_graph(string name)
    {
        ProfileView.Open(WriteText()).SaveFlameGraph(InFolder(name));
        CheckSaved(name);
    }

    [Fact]
    public void An_unknown_extension_is_refused_and_no_file_is_written()
    {
        ProfileView view = ProfileView.Open(WriteText());
        Assert.Contains(".folded", Assert.Throws<ArgumentException>(() => view.SaveFlameGraph(InFolder("x.png"))).Message, StringComparison.Ordinal);
        Assert.Contains(".csv", Assert.Throws<ArgumentException>(() => view.SaveHeatmap(InFolder("x"))).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("diff.svg")]
    [InlineData("diff.json")]
    [InlineData("diff.folded")]
    public void The_extension_selects_the_format_of_a_difference(string name)
    {
        ProfileView view = ProfileView.Open(WriteText());
        view.Between(0, 1).SaveDifferential(InFolder(name), Baseline.Rest);
        CheckSaved(name);
        string rest = File.ReadAllText(InFolder(name));
        view.Between(0, 1).SaveDifferential(InFolder(name), view.Between(1, 2));
        Assert.Contains("leaf", File.ReadAllText(InFolder(name)), StringComparison.Ordinal);
        if (name != "diff.folded") return;
        Assert.Equal("app;main;leaf 0 1\napp;main;other 1 0\n", rest);
        view.Between(0, 1).SaveDifferential(InFolder(name), Baseline.Rest, new FlameGraphDiffOptions { Width = DiffWidth.Elided });
        Assert.Equal("app;main;other 1 0\n", File.ReadAllText(InFolder(name)));
    }

    [Fact]
    public void Pictures_are_saved_with_options()
    {
        ProfileView view = ProfileView.Open(WriteText());
        view.SaveFlameGraph(InFolder("graph.svg"), new FlameGraphSvgOptions { Title = "All threads", Subtitle = "by thread" }, StackGrouping.Thread);
        Assert.Contains("by thread", File.ReadAllText(InFolder("graph.svg")), StringComparison.Ordinal);
        view.SaveFlameGraph(InFolder("graph.folded"), new FlameGraphSvgOptions(), StackGrouping.None, reversed: true);
        Assert.Equal("leaf;main 1\nother;main 1\n", File.ReadAllText(InFolder("graph.folded")));
        view.SaveHeatmap(InFolder("map.svg"), new HeatmapSvgOptions { Subtitle = "two seconds" }, rows: 10);
        Assert.Contains("two seconds", File.ReadAllText(InFolder("map.svg")), StringComparison.Ordinal);
        view.SaveFlameChart(InFolder("chart.svg"), 10, new FlameGraphSvgOptions { Title = "Thread ten" });
        Assert.Contains("Thread ten", File.ReadAllText(InFolder("chart.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_canceled_save_keeps_the_existing_file()
    {
        ProfileView view = ProfileView.Open(WriteText());
        var canceled = new CancellationToken(canceled: true);
        string target = InFolder("target.svg");
        File.WriteAllText(target, "old");
        Assert.Throws<OperationCanceledException>(() => view.SaveHeatmap(target, new HeatmapSvgOptions(), cancellationToken: canceled));
        Assert.Throws<OperationCanceledException>(() => view.SaveFlameGraph(target, new FlameGraphSvgOptions(), cancellationToken: canceled));
        Assert.Throws<OperationCanceledException>(() => view.SaveFlameChart(target, 10, new FlameGraphSvgOptions(), canceled));
        Assert.Throws<OperationCanceledException>(() => view.Between(0, 1).SaveDifferential(target, Baseline.Rest, cancellationToken: canceled));
        Assert.Equal("old", File.ReadAllText(target));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    // Canceling while the content is written.
    [Fact]
    public void A_write_that_is_canceled_before_the_file_is_replaced_leaves_no_temporary_file()
    {
        using var source = new CancellationTokenSource();
        string target = InFolder("target.txt");
        File.WriteAllText(target, "old");
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(target, stream =>
        {
            stream.WriteByte(1);
            source.Cancel();
        }, source.Token));
        Assert.Equal("old", File.ReadAllText(target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_failed_save_keeps_the_existing_file()
    {
        string path = WriteText("app 10 cycles:\n\t7f1 leaf (/bin/x)\n\n");
        string target = InFolder("map.svg");
        File.WriteAllText(target, "old");
        ProfileView untimed = ProfileView.Open(path);
        Assert.Throws<UntimedProfileException>(() => untimed.SaveHeatmap(target));
        Assert.Throws<UntimedProfileException>(() => untimed.Between(0, null));
        Assert.Equal(untimed.SampleCount, untimed.Between(null, null).SampleCount);
        Assert.Equal("old", File.ReadAllText(target));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Saving_to_a_link_replaces_its_target()
    {
        string target = InFolder("target.csv"), link = InFolder("link.csv");
        File.WriteAllText(target, "before");
        File.CreateSymbolicLink(link, target);
        ProfileView.Open(WriteText()).SaveHeatmap(link);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.NotEqual("before", File.ReadAllText(target));
    }

    [Fact]
    public void A_replaced_file_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows()) return;
        string target = InFolder("target.csv");
        File.WriteAllText(target, "before");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ProfileView.Open(WriteText()).SaveHeatmap(target);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
    }

    [Fact]
    public void A_canceled_save_keeps_the_existing_report()
    {
        ProfileView view = ProfileView.Open(WriteText());
        view.SaveReport(InFolder("out.html"), "My title");
        Assert.Contains("<title>My title</title>", File.ReadAllText(InFolder("out.html")), StringComparison.Ordinal);
        string before = File.ReadAllText(InFolder("out.html"));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SaveReport(InFolder("out.html"), new HtmlReportOptions { Rows = 1 }));
        Assert.Throws<OperationCanceledException>(() =>
            view.SaveReport(InFolder("out.html"), new HtmlReportOptions(), new CancellationToken(canceled: true)));
        Assert.Equal(before, File.ReadAllText(InFolder("out.html")));
        Assert.Equal(["input.perf", "out.html"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void CheckSaved(string name)
    {
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        string content = File.ReadAllText(InFolder(name));
        if (name.EndsWith("svg", StringComparison.Ordinal)) new XmlDocument { XmlResolver = null }.LoadXml(content);
        else Assert.NotEmpty(content);
    }

    private string WriteText(string text = Text)
    {
        string path = InFolder("input.perf");
        File.WriteAllText(path, text);
        return path;
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
