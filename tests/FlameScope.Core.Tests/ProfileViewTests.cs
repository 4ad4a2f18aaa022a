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
        Assert.Equal(3, ProfileView.Open(packed).WithFilter(SampleFilter.Everything).SampleCount);
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
        Assert.Equal((1, 2), Counts(view.CompareWithWhole(0, 1)));
        Assert.Equal((1, 1), Counts(view.CompareWithRest(0, 1)));
        Assert.Equal((1, 2), Counts(view.Between(1, null).CompareWith(view)));
        StackTreeDiff byPeriod = view.WeightedBy(SampleWeight.Period).CompareWithRest(0, 1, DiffNormalization.None);
        Assert.Equal((100, 300), (byPeriod.Target.Total, byPeriod.Baseline.Total));

        FunctionChanges changes = view.GetChangesFromRest(0, 1);
        Assert.Equal(["leaf New", "main Both", "other Gone"], changes.Rows.Select(r => $"{r.Name} {r.Presence}").Order());
        Assert.Equal(3, view.Between(0, 1).GetChangesFrom(view.Between(1, 2)).Rows.Count);
        Assert.Equal([1L, 1], view.GetFunctionsBy(StackGrouping.Thread).Select(g => g.Total));

        static (int, int) Counts(StackTreeDiff diff) => (diff.Target.SampleCount, diff.Baseline.SampleCount);
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
        Assert.Equal(3, shown.WithFilter(SampleFilter.Everything).SampleCount);

        ProfileView focused = view.Transform(StackTransform.Focus("leaf")).Transform(StackTransform.Invert);
        Assert.Equal(1, focused.SampleCount);
        Assert.Equal(1, focused.WithFilter(SampleFilter.Everything).SampleCount);
        Assert.Equal(["app", "leaf", "main"], focused.GetStackTree().GetPath(3));
        Assert.Equal(1, view.Between(0, 1).Transform(StackTransform.Standard).SampleCount);
        Assert.Equal(400, view.WeightedBy(SampleWeight.Period).Transform(StackTransform.ByModule).Total);
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
        var e = Assert.Throws<ProfileFormatException>(() => ProfileView.OpenWith(path, new ProfileReadOptions { Strict = true }));
        Assert.Equal(1, e.Line);
    }

    [Fact]
    public async Task Streams_and_pipes_can_be_opened_with_options()
    {
        byte[] text = Encoding.UTF8.GetBytes("nonsense\n" + Text);
        var strict = new ProfileReadOptions { Strict = true };
        Assert.Throws<ProfileFormatException>(() => ProfileView.OpenStream(new MemoryStream(text), strict));
        await Assert.ThrowsAsync<ProfileFormatException>(() => ProfileView.OpenAsync(PipeReader.Create(new MemoryStream(text)), strict));
        ReadProgress last = default;
        ProfileView.OpenStream(new MemoryStream(text), null, p => last = p);
        Assert.Equal(text.Length, last.BytesRead);
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
        Assert.Equal(2, all.Where(SampleFilter.Everything).SampleCount);
        Assert.Equal(3, second.WithFilter(SampleFilter.Everything).SampleCount);
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
