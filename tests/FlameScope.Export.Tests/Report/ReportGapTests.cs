using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The parts of a recording in which samples are missing, in the header, on the heat map and in its tooltips.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportGapTests(ReportChromium browser)
{
    // The colors of the map between two times of one column, along a vertical line in the middle of the column.
    private const string Line = """
        ([from, to]) => {
          const canvas = document.querySelector('.heat-canvas'), area = canvas.getBoundingClientRect(), scale = canvas.width / area.width;
          const [start, end] = [from, to].map(time => flamescope.heat.boxOfTime(time));
          const top = Math.round((end.y - area.y) * scale), bottom = Math.round((start.y - area.y) * scale);
          const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
          const context = copy.getContext('2d', { willReadFrequently: true });
          context.drawImage(canvas, 0, 0);
          return [...context.getImageData(Math.round((start.x + start.width / 2 - area.x) * scale), top, 1, bottom - top).data].join();
        }
        """;

    [OptionalFact(Requirement.Browser)]
    public async Task Losses_and_throttled_parts_are_marked_where_the_recorder_reports_them()
    {
        Profile profile = WithGaps(
            new RecordingGap(new TimeRange(2_500_000_000, 2_500_000_000), RecordingGapKind.Lost, 30, 3),
            new RecordingGap(new TimeRange(4_200_000_000, 4_800_000_000), RecordingGapKind.Throttled, Cpu: 1));
        await using ReportReader reader = await browser.Open(profile);
        Assert.Contains("throttled once", await reader.Text(".facts"), StringComparison.Ordinal);
        Assert.Contains("30 samples lost up to here (CPU 3)", await reader.Hover(await reader.Cell(2.51)), StringComparison.Ordinal);
        Assert.Contains("Throttled for 600 ms (CPU 1)", await reader.Hover(await reader.Cell(4.5)), StringComparison.Ordinal);
        Assert.DoesNotContain("lost", await reader.Hover(await reader.Cell(2.3)), StringComparison.Ordinal);
        Assert.DoesNotContain("Throttled", await reader.Hover(await reader.Cell(4.1)), StringComparison.Ordinal);

        // Second 6 has equal samples and no gap.
        await reader.Hover((2, 2));
        foreach ((double from, double to, bool isMarked) in new[] { (2.4, 2.6, true), (2.7, 2.9, false), (4.3, 4.7, true), (4.04, 4.16, false), (4.84, 4.96, false) })
        {
            double shift = 6 - Math.Floor(from);
            Assert.Equal((from, isMarked), (from, await Colors(reader, from, to) != await Colors(reader, from + shift, to + shift)));
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_report_contains_a_limited_number_of_gaps_and_says_that_there_are_more()
    {
        RecordingGap[] gaps = [.. Enumerable.Range(0, 5100).Select(i => new RecordingGap(new TimeRange(i * 1_000_000L, (i * 1_000_000L) + 500_000), RecordingGapKind.Throttled))];
        await using ReportReader many = await browser.Open(WithGaps(gaps));
        Assert.Contains("throttled at least 5,000 times", await many.Text(".facts"), StringComparison.Ordinal);
        await using ReportReader all = await browser.Open(WithGaps(gaps[..5000]));
        Assert.Contains("throttled 5,000 times", await all.Text(".facts"), StringComparison.Ordinal);
    }

    private static Profile WithGaps(params RecordingGap[] gaps)
    {
        var builder = new ProfileBuilder();
        for (int i = 0; i < 800; i++) ProfileSpec.Add(builder, ProfileSpec.Sample(i * 10_000_000L, "web", "main"));
        foreach (RecordingGap gap in gaps) builder.AddGap(gap);
        return builder.Build();
    }

    private static Task<string> Colors(ReportReader reader, double from, double to) =>
        reader.Page.EvaluateAsync<string>(Line, new object[] { Math.Round(from * 1e9), Math.Round(to * 1e9) });
}
