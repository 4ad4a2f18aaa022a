using System.Text;
using System.Text.Json;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The CPU usage over time, and the choices of filters.</summary>
public class CpuUsageTests
{
    private const long Second = 1_000_000_000;

    private const string Clock =
        """
        web 10/11 [000] 1.000000:  250000000 cpu-clock:
        	    1 handle (/bin/web)

        web 10/12 [001] 1.300000:  250000000 cpu-clock:
        	    1 handle (/bin/web)

        db 20/20 [001] 1.900000:  500000000 cpu-clock:
        	    1 query (/bin/db)

        db 20/20 [001] 1.950000:          1 page-faults:
        	    1 query (/bin/db)


        """;

    [Fact]
    public void Periods_of_clock_events_are_the_time_of_processors()
    {
        Profile profile = Read(Clock);
        CpuUsageValues usage = CpuUsage.OverTime(profile.Select(SampleFilter.All), Second, 2 * Second, 4)!;
        Assert.Equal([1, 1, 0, 2], usage.Values);
        Assert.Equal(Second / 4.0, usage.Length);
        Assert.Equal("periods of clock samples", usage.Method);
    }

    [Fact]
    public void Only_selected_samples_count()
    {
        SampleSelection web = Read(Clock).Select(new SampleFilter { Comm = "web", Event = SampleFilter.AnyEvent });
        Assert.Equal([0.5], CpuUsage.OverTime(web, Second, 2 * Second, 1)!.Values);
        Assert.Equal([0, 1], CpuUsage.OverTime(web.Within(new TimeRange(Second + 200_000_000, 2 * Second)), Second, Second + 500_000_000, 2)!.Values);
    }

    [Fact]
    public void Without_periods_a_sample_is_the_sampling_interval()
    {
        string cycles = "# ========\n# event : name = cycles, type = 0, { sample_period, sample_freq } = 100, freq = 1\n# ========\n#\n" + Clock.Replace("cpu-clock", "cycles", StringComparison.Ordinal);
        CpuUsageValues usage = CpuUsage.OverTime(Read(cycles).Select(SampleFilter.All), Second, 2 * Second, 1)!;
        Assert.Equal(0.03, usage.Values[0], 1e-12);
        Assert.Equal("samples at 100 Hz", usage.Method);
    }

    [Fact]
    public void A_recording_without_periods_and_frequency_has_no_CPU_usage()
    {
        string cycles = Clock.Replace("cpu-clock", "cycles", StringComparison.Ordinal);
        Assert.Null(CpuUsage.OverTime(Read(cycles).Select(SampleFilter.All), Second, 2 * Second, 1));
        Assert.Null(CpuUsage.OverTime(Profile.Empty.Select(SampleFilter.All), 0, Second, 1));
        Assert.Null(CpuUsage.OverTime(Read(Clock).Select(SampleFilter.All), Second, Second, 1));
    }

    [Fact]
    public void The_choices_of_filters_have_their_numbers_of_samples()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) Facets.Write(json, Read(Clock));
        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Equal(
            "{'event':[{'key':'cpu-clock','name':'','count':3},{'key':'page-faults','name':'','count':1}],"
            + "'comm':[{'key':'web','name':'','count':2},{'key':'db','name':'','count':2}],"
            + "'pid':[{'key':10,'name':'web','count':2},{'key':20,'name':'db','count':2}],"
            + "'tid':[{'key':20,'name':'db','count':2},{'key':11,'name':'web','count':1},{'key':12,'name':'web','count':1}],"
            + "'cpu':[{'key':0,'name':'','count':1},{'key':1,'name':'','count':3}],'label':[]}",
            text.Replace('"', '\''));
    }

    private static Profile Read(string text) => ProfileFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
