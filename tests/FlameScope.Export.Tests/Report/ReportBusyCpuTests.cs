using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The number of busy CPUs in the report, which is computed from one event only.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportBusyCpuTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task Busy_CPUs_are_those_of_the_clock_event_also_where_another_event_is_more_frequent()
    {
        await using ReportReader reader = await browser.Open(TwoEvents("cpu-clock", "sched:sched_switch"));
        // 100 samples of 10 ms in one second, although there are 900 of the other event.
        Assert.EndsWith("1.00 busy CPUs", await reader.Selection(), StringComparison.Ordinal);
        Assert.Contains("100 Hz (cpu-clock)", await reader.Text(".facts"), StringComparison.Ordinal);
        await reader.GoTo("#event=" + Uri.EscapeDataString("sched:sched_switch"));
        Assert.DoesNotContain("busy CPUs", await reader.Selection(), StringComparison.Ordinal);
        await reader.GoTo("#event=cpu-clock");
        Assert.EndsWith("1.00 busy CPUs", await reader.Selection(), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_frequency_is_that_of_the_event_that_has_one()
    {
        await using ReportReader reader = await browser.Open(TwoEvents("cycles:ppp", "context-switches", period: 1));
        Assert.EndsWith("1.00 busy CPUs", await reader.Selection(), StringComparison.Ordinal);
        Assert.Contains("100 Hz (cycles:ppp)", await reader.Text(".facts"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_number_of_busy_CPUs_that_is_not_zero_is_not_shown_as_zero()
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { SampleFrequency = 100 } };
        for (int i = 0; i < 20; i++) builder.AddSample(i * 10_000_000_000L, StackId.Empty, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"));
        await using ReportReader reader = await browser.Open(builder.Build());
        Assert.EndsWith("0.0011 busy CPUs", await reader.Selection(), StringComparison.Ordinal);
    }

    private static Profile TwoEvents(string sampled, string other, long period = 10_000_000)
    {
        var builder = new ProfileBuilder { Format = "test", Header = new RecordingHeader { SampleFrequency = 100 } };
        for (int i = 0; i < 1000; i++)
        {
            string name = i % 10 == 0 ? sampled : other;
            ProfileSpec.Add(builder, new(i * 1_000_000L, "app", 1, 1, 0, name, name == sampled ? period : 1, ["main"]));
        }
        return builder.Build();
    }
}
