using System.Text;
using FlameScope.Analysis;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.Tests;

namespace FlameScope.Culture.Tests;

/// <summary>
/// The messages that the libraries write are the same under every culture. Those of the runtime are not: it formats the value that an
/// <see cref="ArgumentOutOfRangeException"/> reports under the current culture. That line is left out here.
/// </summary>
public class MessageTests
{
    private const string Sample = "app -1/-1 [000] 1.500000: 100 cycles:\n\t7f1 f (/x)\n\t7f2 g (/x)\n\n";

    private static readonly Dictionary<string, Action> Failures = new(StringComparer.Ordinal)
    {
        ["strict"] = () => PerfScript.Parse(Sample + "what is this\n\n", new ProfileReadOptions { Strict = true }),
        ["not perf"] = () => PerfScript.Parse("one\ntwo\n"),
        ["another format"] = () => PerfScript.Parse("{\"a\": 1.5}"),
        ["line length"] = () => PerfScript.Parse(Sample + new string('x', 3000), new ProfileReadOptions { MaximumLineLength = 1024 }),
        ["symbol length"] = () => PerfScript.Parse(Sample.Replace("f (", $"{new string('f', 2000)} (", StringComparison.Ordinal), new ProfileReadOptions { MaximumSymbolLength = 1500 }),
        ["symbols"] = () => PerfScript.Parse(Sample, new ProfileReadOptions { MaximumSymbols = 1 }),
        ["frames"] = () => PerfScript.Parse(Sample, new ProfileReadOptions { MaximumFrames = 1 }),
        ["heat map too large"] = () => SubsecondHeatmap.From(Profile(0, 9_000_000_000_000_000_000)),
        ["heat map rows"] = () => SubsecondHeatmap.From(Profile(0), new HeatmapOptions { Rows = -1 }),
        ["heat map column length"] = () => SubsecondHeatmap.From(Profile(0), new HeatmapOptions { ColumnLength = TimeSpan.FromTicks(-1) }),
        ["heat map cell"] = () => SubsecondHeatmap.From(Profile(0)).RangeOf(new HeatmapCell(-1, -1)),
        ["heat map column"] = () => SubsecondHeatmap.From(Profile(0)).RangeOfColumn(-1),
        ["heat map time"] = () => SubsecondHeatmap.From(Profile(-5_000_000_000)).CellAt(-9_000_000_000),
        ["color stop"] = () => _ = ColorScale.Create("x", [new ColorStop(Rgb.Parse("#000000"), -1.5, 0.5)]),
        ["color"] = () => Rgb.Parse("-1"),
        ["color scale"] = () => ColorScale.Parse("İ"),
        ["palette"] = () => Palette.Parse("İ"),
        ["SVG width"] = () => FlameGraphSvg.ToText(StackTree.From(Profile(0)), new FlameGraphSvgOptions { MinimumWidth = -0.5 }),
        ["SVG cell"] = () => HeatmapSvg.ToText(SubsecondHeatmap.From(Profile(0)), new HeatmapSvgOptions { CellWidth = -1 }),
        ["report rows"] = () => HtmlReport.Write(Profile(0), Stream.Null, new HtmlReportOptions { Rows = -1 }),
        ["report span"] = () => HtmlReport.Write(Profile(0, long.MaxValue - 1), Stream.Null),
        ["transform"] = () => StackTransform.Parse("İ=1.5"),
        ["moments"] = () => MomentFinder.Find(Profile(0).Select(), new MomentOptions { FalseAlarms = -0.5 }),
        ["merge"] = () => Model.Profile.MergeAll([Profile(0), Profile(0)], new ProfileMergeOptions { Clock = MergeClock.WallClock }),
        ["range"] = () => Profile(0).RangeOfSeconds(-1e300, 1.5),
        ["untimed"] = () => PerfScript.Parse("app 10 cycles:\n\t7f1 leaf (/bin/x)\n\n").RangeOfSeconds(0, 1),
        ["file name"] = () => new ProfileView(Profile(0)).SaveHeatmap("a.İ"),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string culture in Cultures.Names)
            {
                foreach (string failure in Failures.Keys) cases.Add(culture, failure);
            }
            return cases;
        }
    }

    [OptionalTheory(Requirement.Cultures)]
    [MemberData(nameof(Cases))]
    public void A_message_does_not_depend_on_the_culture(string culture, string failure) =>
        Assert.Equal(Cultures.Under("", () => MessageOf(failure)), Cultures.Under(culture, () => MessageOf(failure)));

    private static string MessageOf(string failure)
    {
        Exception exception = Assert.ThrowsAny<Exception>(Failures[failure]);
        string message = exception.Message;
        return exception is ArgumentOutOfRangeException { ActualValue: not null } ? message[..message.LastIndexOf('\n')] : message;
    }

    private static Profile Profile(params long[] times)
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(-1, -1, "app");
        SampleEventId cycles = builder.AddEvent("cycles");
        foreach (long time in times) builder.AddSample(time, StackId.Empty, thread, 0, cycles);
        return builder.Build();
    }
}
