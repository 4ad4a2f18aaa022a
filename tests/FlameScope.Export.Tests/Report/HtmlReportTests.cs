using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class HtmlReportTests
{
    [Fact]
    public void Samples_round_trip() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        SampleSelection all = ProfileSpec.Build(samples).Select(SampleFilter.All);
        return ReportFile.Expected(all).SequenceEqual(ReportFile.Of(all).Rows());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Names_round_trip_byte_for_byte() => Prop.ForAll(HostileNames.Stacks, stacks =>
    {
        SampleSelection all = Made.Profile(stacks).Select();
        return ReportFile.Expected(all).SequenceEqual(ReportFile.Of(all).Rows());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Times_periods_and_ids_of_any_size_round_trip()
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("");
        builder.AddSample(long.MaxValue - 1, StackId.Empty, builder.AddThread(null, null, ""), int.MaxValue, cycles, long.MaxValue - 1);
        builder.AddSample(long.MaxValue - 2, StackId.Empty, builder.AddThread(int.MinValue, int.MaxValue, "x"), 0, cycles, 1);
        builder.AddSample(null, StackId.Empty, builder.AddThread(-1, 0, "x"), null, cycles, 0);
        Profile profile = builder.Build();
        var report = ReportFile.Of(profile);
        Assert.Equal(ReportFile.Expected(profile.Select(SampleFilter.All)), report.Rows());
        Assert.Equal([true, false], report.About.GetProperty("weights").EnumerateArray().Select(w => w.GetProperty("isExact").GetBoolean()));
    }

    [Fact]
    public void Values_counts_and_labels_round_trip() => Prop.ForAll(ValuedProfile.Rows, rows =>
    {
        SampleSelection all = ValuedProfile.Build(rows).Select(SampleFilter.All);
        var report = ReportFile.Of(all);
        foreach (JsonElement weight in report.About.GetProperty("weights").EnumerateArray())
        {
            ReadOnlySpan<long> expected = all.Profile.GetWeights(SampleWeight.Value(weight.GetProperty("name").GetString()!));
            Assert.Equal(expected.IsEmpty ? [.. Enumerable.Repeat(1L, rows.Length)] : expected.ToArray(), Array.ConvertAll(report.Weight(weight.GetProperty("name").GetString()!, rows.Length), v => (long)v));
        }
        Assert.Equal(rows.Sum(r => r.Count), report.About.GetProperty("samples").GetInt64());
        Assert.Equal(rows.Length, report.About.GetProperty("rows").GetInt32());
        Assert.Equal(all.ToArray().Select(i => string.Join(' ', all.Profile.LabelSets[all.Profile.Samples[i].Labels])), report.Labels(rows.Length));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_report_of_several_events_starts_with_the_default_event_and_value()
    {
        ValuedRow cpu = new(1, "cpu", [5], 1, [], ["main"]), alloc = new(2, "alloc", [1, 2, 3], 1, [], ["main"]);
        JsonElement both = ReportFile.Of(ValuedProfile.Build([cpu, alloc], "alloc").Select(SampleFilter.All)).About;
        JsonElement one = ReportFile.Of(ValuedProfile.Build([alloc], "alloc").Select(SampleFilter.All)).About;

        Assert.Equal(("alloc", "size/bytes"), (both.GetProperty("view").GetProperty("event").GetString(), both.GetProperty("view").GetProperty("weight").GetString()));
        Assert.Equal(JsonValueKind.Null, one.GetProperty("view").GetProperty("event").ValueKind);
        Assert.Equal(
            ["samples samples", "objects objects", "space bytes", "size/bytes bytes"],
            one.GetProperty("weights").EnumerateArray().Select(w => $"{w.GetProperty("name").GetString()} {w.GetProperty("unit").GetString()}"));
    }

    [Fact]
    public void A_report_of_a_selection_contains_no_data_of_other_samples()
    {
        SampleSelection sh = Made.Small.Select(new SampleFilter { Comm = "sh", Range = Made.Small.RangeOfSeconds(0, 2.5) });
        var report = ReportFile.Of(sh);
        Assert.Equal(ReportFile.Expected(sh), report.Rows());
        Assert.Equal(["a;b", "two words"], report.Names("labels"));
        Assert.Equal(["sh"], report.Names("comms"));
        Assert.DoesNotContain("java", report.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("vector", report.Data, StringComparison.Ordinal);
        Assert.Equal(0, report.About.GetProperty("start").GetInt64());
        Assert.Equal(2_500_000_000, report.About.GetProperty("end").GetInt64());
    }

    [Fact]
    public void Stacks_that_are_shown_alike_are_merged()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId cycles = builder.AddEvent("cycles");
        SymbolId main = builder.AddSymbol("main"), leaf = builder.AddSymbol("leaf");
        foreach (string module in new[] { "/a", "/b" })
        {
            StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(main, builder.AddModule(module), FrameKind.User));
            builder.AddSample(0, builder.AddStack(stack, builder.AddFrame(leaf, ModuleId.None, FrameKind.User)), thread, 0, cycles);
        }
        JsonElement frames = ReportFile.Of(builder.Build()).About.GetProperty("columns").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "stackFrames");
        Assert.Equal(2, frames.GetProperty("count").GetInt32());
    }

    [Fact]
    public void The_content_security_policy_allows_only_the_reports_script_and_style()
    {
        string html = ReportFile.Of(Made.Small).Html;
        string policy = Regex.Match(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">").Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; script-src '{HashOf("<script type=\"module\">", "</script>")}'; style-src '{HashOf("<style>", "</style>")}';"
            + " img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'",
            policy);
        Assert.DoesNotMatch(@"(?i)<[^>]*\son\w+\s*=|javascript:|\ssrc\s*=\s*[""']http", html[..html.IndexOf("<script type=\"module\">", StringComparison.Ordinal)]);

        string HashOf(string start, string end)
        {
            int from = html.IndexOf(start, StringComparison.Ordinal) + start.Length;
            string text = html[from..html.IndexOf(end, from, StringComparison.Ordinal)];
            return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void The_markup_contains_no_names()
    {
        const string hostile = "</script><img src=x onerror=alert(1)>";
        var builder = new ProfileBuilder { Header = new RecordingHeader { HostName = hostile, Facts = [new HeaderFact { Name = hostile, Value = hostile }] } };
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol(hostile), builder.AddModule(hostile), FrameKind.User));
        builder.AddSample(1, stack, builder.AddThread(1, 1, hostile), 0, builder.AddEvent(hostile));
        Profile profile = builder.Build();
        Assert.Equal(ReportFile.Of(Made.Small).Page, ReportFile.Of(profile).Page);

        string titled = ReportFile.Of(profile, new HtmlReportOptions { Title = hostile }).Page;
        Assert.DoesNotContain("<img", titled, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</title>", titled, StringComparison.Ordinal);
    }

    [Fact]
    public void The_facts_about_the_recording_can_be_omitted()
    {
        var builder = new ProfileBuilder
        {
            Header = new RecordingHeader { HostName = "h0st", CommandLine = "perf c0mmand", SampleFrequency = 99, Facts = [new HeaderFact { Name = "hostname", Value = "h0st" }] },
        };
        builder.AddSample(1, StackId.Empty, builder.AddThread(1, 1, "x"), 0, builder.AddEvent("cycles"));
        Profile profile = builder.Build();
        JsonElement about = ReportFile.Of(profile).About;
        Assert.Equal("h0st", about.GetProperty("host").GetString());
        Assert.Equal("h0st", about.GetProperty("facts")[0].GetProperty("value").GetString());
        var without = ReportFile.Of(profile, new HtmlReportOptions { IncludeHeader = false });
        Assert.DoesNotContain("h0st", without.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("c0mmand", without.Data, StringComparison.Ordinal);
        Assert.Equal(99, without.About.GetProperty("frequency").GetInt32());
    }

    [Fact]
    public void Equal_samples_and_options_give_equal_bytes()
    {
        var options = new HtmlReportOptions { Title = "t", Rows = 20, Grouping = StackGrouping.Thread };
        Assert.Equal(Made.Bytes(s => HtmlReport.Write(Made.Small, s, options)), Made.Bytes(s => HtmlReport.Write(Made.Small, s, options)));
    }

    [Fact]
    public void The_options_determine_the_initial_view()
    {
        var options = new HtmlReportOptions
        {
            Rows = 20,
            ColorScale = ColorScale.Enhanced,
            Weight = SampleWeight.Period,
            Grouping = StackGrouping.Thread,
            Reversed = true,
            IncludeIdle = true,
            Selection = Made.Small.RangeOfSeconds(0.5, null),
        };
        Assert.Equal(
            """{"rows":20,"palette":"enhanced","weight":"period","event":null,"grouping":"tid","reversed":true,"idle":"include","selection":{"from":500000000,"to":3000000000}}""",
            ReportFile.Of(Made.Small, options).About.GetProperty("view").GetRawText());
        Assert.Equal(JsonValueKind.Null, ReportFile.Of(Made.Small).About.GetProperty("view").GetProperty("selection").ValueKind);
    }

    [Fact]
    public void Invalid_options_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HtmlReportOptions { Rows = 9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HtmlReportOptions { Rows = 101 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HtmlReportOptions { Grouping = (StackGrouping)9 });
        Assert.Throws<ArgumentNullException>(() => new HtmlReportOptions { ColorScale = null! });
        var own = ColorScale.Create("flamescope", ColorScale.Ember.Stops);
        Assert.Equal("ColorScale", Assert.Throws<ArgumentException>(() => new HtmlReportOptions { ColorScale = own }).ParamName);
    }

    [Fact]
    public void Profiles_without_samples_or_times_can_be_written()
    {
        var empty = ReportFile.Of(new ProfileBuilder().Build());
        Assert.Empty(empty.Rows());
        Profile untimed = ProfileSpec.Build([new(null, "app", 1, 1, null, "cycles", 3, ["main"]), new(null, "app", 1, 1, null, "cycles", 4, ["main"])]);
        var report = ReportFile.Of(untimed);
        Assert.Equal(2, report.About.GetProperty("untimed").GetInt32());
        Assert.Equal(ReportFile.Expected(untimed.Select()), report.Rows());
    }

    [Fact]
    public void A_duration_that_exceeds_the_precision_of_a_double_throws()
    {
        Profile profile = ProfileSpec.Build(
            [new(0, "app", 1, 1, null, "cycles", 1, ["main"]), new(1L << 53, "app", 1, 1, null, "cycles", 1, ["main"])]);
        using var output = new MemoryStream();
        Assert.Throws<InvalidOperationException>(() => HtmlReport.Write(profile, output));
        Assert.Equal(0, output.Length);
        HtmlReport.Write(profile.Select().Within(profile.RangeOfSeconds(0, 1)), output);
        Assert.NotEqual(0, output.Length);
    }

    [Fact]
    public void A_canceled_write_throws()
    {
        using var output = new MemoryStream();
        Assert.Throws<OperationCanceledException>(() => HtmlReport.Write(Made.Small, output, null, new CancellationToken(canceled: true)));
        Assert.Equal(0, output.Length);
    }
}
