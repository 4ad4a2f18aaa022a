using FlameScope.Analysis;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The significance of differences: the page computes the same intervals and p-values as the library, and shows them.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportEvidenceTests(ReportChromium browser)
{
    private const string Answer =
        """
        ([from, to, weight]) => {
          const f = flamescope, all = f.selectSamples(f.profile), part = f.within(all, from, to), options = { grouping: 'none', weight };
          const diff = f.diffTrees(f.buildTree(part, options), f.buildTree(f.rest(all, part), options));
          const changes = f.functionChanges(diff);
          const name = key => `${f.profile.labelNames.at(Math.floor(key / 16))}/${key % 16}`;
          // The interval of each top frame; a function that is only a top frame has the same in the library.
          const intervals = [];
          for (let node = 1; node < diff.count; node++) {
            if (diff.parents[node] === 0) intervals.push([name(diff.names[node] * 16 + diff.kinds[node]), diff.intervalOf(node).low, diff.intervalOf(node).high]);
          }
          return {
            significant: changes.significant,
            names: [...changes.byFunction.keys()].map(name), values: [...changes.byFunction.values()],
            tops: intervals.map(([top]) => top), lows: intervals.map(([, low]) => low), highs: intervals.map(([, , high]) => high),
          };
        }
        """;

    [OptionalFact(Requirement.Browser)]
    public async Task The_page_and_the_library_compute_the_same_intervals_and_p_values()
    {
        SampleSpec[] random = [.. ProfileGenerators.Sample.Sample(3000, new Rnd(20261125UL), 50).Select((s, i) => s with
        {
            Time = i * 1_000_000L, Comm = "app", Event = "cycles", Frames = s.Frames.Length == 0 ? ["none"] : s.Frames,
        })];
        foreach (Profile profile in new[] { Shop.Profile, ProfileSpec.Build(random) })
        {
            await using ReportReader reader = await browser.Open(profile);
            foreach ((double from, double to) in new[] { (0.0, 0.1), (0.3, 1.7), (1, 2), (1.5, 1.51), (2, 2.9) })
            {
                foreach (string weight in new[] { "samples", "period" })
                {
                    TimeRange range = profile.RangeOfSeconds(from, to);
                    var expected = FunctionChanges.Compare(profile.Select(), range, Baseline.Rest);
                    Changes actual = await reader.Page.EvaluateAsync<Changes>(Answer, new object[] { from * 1e9, to * 1e9, weight });
                    Assert.Equal(expected.Rows.Count, actual.Names.Length);
                    Assert.Equal(expected.Rows.Count(row => row.IsSignificant), actual.Significant);
                    Dictionary<string, FunctionChange> rows = expected.Rows.ToDictionary(row => $"{row.Name}/{(int)row.Kind}");
                    for (int i = 0; i < actual.Names.Length; i++)
                    {
                        double p = rows[actual.Names[i]].AdjustedPValue;
                        Assert.InRange(actual.Values[i], p - 1e-12 - (p * 1e-8), p + 1e-12 + (p * 1e-8));
                    }
                    if (profile != Shop.Profile) continue;
                    for (int i = 0; i < actual.Tops.Length; i++)
                    {
                        Assert.Equal(rows[actual.Tops[i]].Total.Low, actual.Lows[i], 1e-12);
                        Assert.Equal(rows[actual.Tops[i]].Total.High, actual.Highs[i], 1e-12);
                    }
                }
            }
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Differences_within_chance_are_pale_and_the_comparison_says_how_many_functions_differ()
    {
        // The second 1 and the second 2 differ by chance only, the second 7 from second 1 in all but main.
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=1-1.1&b=2-2.15&compare=second");
        await TextBecomes(reader, "No function differs beyond chance.");
        string[] card = await reader.Card("serve");
        Assert.Matches("^95% interval −[0-9.]+% to \\+[0-9.]+%: within chance$", card[4]);
        string noise = await Color(reader, "query");
        await reader.GoTo("#t=1-2&b=7-8&compare=second&panel=functions");
        await TextBecomes(reader, "5 functions differ beyond chance.");
        card = await reader.Card("serve");
        Assert.Matches("^95% interval \\+[0-9.]+% to \\+100.0%$", card[4]);
        Assert.NotEqual(noise, await Color(reader, "query"));

        // The table has the p-values, and can be sorted by them.
        await reader.Click("th.pValue button");
        Assert.Equal("ascending", await reader.Page.GetAttributeAsync("th.pValue", "aria-sort"));
        Assert.Equal(
            ["<0.001", "<0.001", "<0.001", "<0.001", "<0.001", "1"],
            await reader.Page.Locator(".functions tbody tr td:nth-child(5)").AllInnerTextsAsync());
        Assert.Equal("main", (await reader.Page.Locator(".functions tbody td.name").AllInnerTextsAsync())[^1]);
        await reader.HashBecomes("#t=1-2&b=7-8&panel=functions&sortBy=pValue&compare=second");

        // Rates are not shares, so nothing is pale.
        await reader.Pick("#normalization", "time");
        Assert.DoesNotContain(await reader.Card("serve"), line => line.Contains("interval", StringComparison.Ordinal));
    }

    private static async Task TextBecomes(ReportReader reader, string text) =>
        await reader.Page.WaitForFunctionAsync("text => document.querySelector('#chance').textContent === text", text, new() { Timeout = 60_000 });

    private static async Task<string> Color(ReportReader reader, string frame)
    {
        (float x, float y) = await reader.Frame(frame);
        return await reader.Page.EvaluateAsync<string>(
            """
            ([x, y]) => {
              const canvas = document.querySelector('.flame-canvas'), box = canvas.getBoundingClientRect();
              return [...canvas.getContext('2d').getImageData(x - box.x, y - box.y - 6, 1, 1).data].join();
            }
            """,
            new double[] { x, y });
    }

    private sealed class Changes
    {
        public int Significant { get; set; }
        public string[] Names { get; set; } = [];
        public double[] Values { get; set; } = [];
        public string[] Tops { get; set; } = [];
        public double[] Lows { get; set; } = [];
        public double[] Highs { get; set; } = [];
    }
}
