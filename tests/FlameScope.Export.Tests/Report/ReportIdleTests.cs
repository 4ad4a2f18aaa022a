using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

public class ReportIdleTests
{
    // The idle samples of a range have other positions in the range than in the profile.
    [Fact]
    public void A_report_of_a_range_marks_the_idle_samples_of_the_range()
    {
        Profile profile = ProfileSpec.Build(Enumerable.Range(0, 60).Select(i => i % 5 < 2
            ? new SampleSpec(i * TimeRange.NanosecondsPerSecond / 10, "swapper", 0, 0, 0, "cycles", 1, ["k_start", "default_idle"])
            : new SampleSpec(i * TimeRange.NanosecondsPerSecond / 10, "app", 1, 1, 0, "cycles", 1, ["main"])));
        for (int start = 0; start < 5; start++)
        {
            SampleSelection range = profile.Select(SampleFilter.All).Within(new TimeRange((10 + start) * TimeRange.NanosecondsPerSecond / 10, 5 * TimeRange.NanosecondsPerSecond));
            List<ReportFile.Row> rows = ReportFile.Of(range).Rows();
            Assert.Equal(ReportFile.Expected(range), rows);
            Assert.Equal(range.ToArray().Count(i => i % 5 < 2), rows.Count(r => r.IsIdle));
            Assert.All(rows, r => Assert.Equal(r.Comm == "swapper", r.IsIdle));
        }
    }
}
