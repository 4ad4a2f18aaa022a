using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public class FlameChartTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Equal_frames_of_consecutive_samples_are_merged_and_gaps_stay_empty()
    {
        // One sample per 10 ms; none from 30 to 100 ms.
        FlameChart chart = Chart(
            (0, ["main", "a", "x"]), (10, ["main", "a", "y"]), (20, ["main", "b"]), (100, ["main", "b"]), (110, ["main", "b"]), (120, ["main"]));
        Assert.Equal(
            [
                "0 thread 7 0+130", "1 main 0+30", "2 a 0+20", "3 x 0+10", "3 y 10+10", "2 b 20+10",
                "1 main 100+30", "2 b 100+20",
            ],
            Lines(chart));
        Assert.Equal(10 * Ms, chart.Interval);
        Assert.Equal(60 * Ms, chart.SampledDuration);
        Assert.Equal([6, 3, 2, 1, 1, 1, 3, 2], chart.SampleCounts.ToArray());
    }

    [Fact]
    public void A_function_with_another_caller_is_another_node()
    {
        Assert.Equal(
            ["0 thread 7 0+20", "1 a 0+10", "2 x 0+10", "1 b 10+10", "2 x 10+10"],
            Lines(Chart((0, ["a", "x"]), (10, ["b", "x"]))));
    }

    [Fact]
    public void A_pause_of_more_than_two_intervals_is_a_gap()
    {
        Assert.Equal(["0 thread 7 0+60", "1 a 0+60"], Lines(Chart((0, ["a"]), (10, ["a"]), (20, ["a"]), (30, ["a"]), (50, ["a"]))));
        Assert.Equal(["0 thread 7 0+61", "1 a 0+40", "1 a 51+10"], Lines(Chart((0, ["a"]), (10, ["a"]), (20, ["a"]), (30, ["a"]), (51, ["a"]))));
    }

    [Fact]
    public void The_samples_of_spans_cover_their_values()
    {
        var builder = new ProfileBuilder();
        SampleEventId span = builder.AddEvent("span", [new SampleValueType("duration", "nanoseconds")], 0);
        ThreadId thread = builder.AddThread(1, 7, "t");
        FrameId a = builder.AddFrame(builder.AddSymbol("a"), builder.AddModule("m"), FrameKind.User);
        StackId stack = builder.AddStack(StackId.Empty, a);
        foreach ((long start, long length) in ((long, long)[])[(0, 10), (10, 3), (20, 10), (30, 1), (90, 25)])
        {
            builder.AddSample(new SampleRow { Time = start * Ms, Stack = stack, Thread = thread, Event = span, Value = length * Ms });
        }
        Assert.Equal(["0 thread 7 0+115", "1 a 0+13", "1 a 20+11", "1 a 90+25"], Lines(FlameChart.From(builder.Build().Select(), 7)));
    }

    // Only an event "span" whose first value is a length in nanoseconds has spans; and a span ends where the next one starts.
    [Theory]
    [InlineData("span", "nanoseconds", 0, "1 a 0+3 1 a 10+17")]
    [InlineData("span", "nanoseconds", null, "1 a 0+30")]
    [InlineData("span", "bytes", 0, "1 a 0+30")]
    [InlineData("spans", "nanoseconds", 0, "1 a 0+30")]
    public void Only_events_with_lengths_have_spans(string name, string unit, int? defaultValue, string expected)
    {
        var builder = new ProfileBuilder();
        SampleEventId span = builder.AddEvent(name, [new SampleValueType("duration", unit)], defaultValue);
        ThreadId thread = builder.AddThread(1, 7, "t");
        StackId a = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("a"), ModuleId.None, FrameKind.User));
        foreach ((long start, long length) in ((long, long)[])[(0, 3), (10, 12), (20, 7)])
        {
            builder.AddSample(new SampleRow { Time = start * Ms, Stack = a, Thread = thread, Event = span, Value = length * Ms });
        }
        Assert.Equal(expected, string.Join(" ", Lines(FlameChart.From(builder.Build().Select(), 7)).Skip(1)));
    }

    [Fact]
    public void Samples_at_one_time_do_not_shorten_the_interval() =>
        Assert.Equal(10 * Ms, Chart((0, ["a"]), (0, ["a"]), (0, ["a"]), (0, ["a"]), (10, ["a"]), (10, ["a"]), (20, ["a"])).Interval);

    [Fact]
    public void A_long_chart_can_be_canceled_while_it_is_made()
    {
        Profile profile = Build([.. Enumerable.Range(0, 200_000).Select(i => ((long)i, i % 2, new[] { "a" }))]);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => FlameChart.From(profile.Select(), 1, cancellation.Token));
        Assert.Equal(100_000, FlameChart.From(profile.Select(), 1).SampleCount);
    }

    [Fact]
    public void A_chart_contains_only_the_given_thread()
    {
        Profile profile = Build([(0, 7, ["a"]), (5, 8, ["b"]), (10, 7, ["a"])]);
        Assert.Equal(["0 thread 7 0+20", "1 a 0+20"], Lines(FlameChart.From(profile.Select(), 7)));
        FlameChart none = FlameChart.From(profile.Select().Within(new TimeRange(90, 91)), 7);
        Assert.Single(none);
        Assert.Equal(0, none.Duration);
        Assert.Equal(0, none.SampleCount);
        Assert.Throws<ArgumentException>(() => FlameChart.From(profile.Select(), 9));
        Assert.Throws<OperationCanceledException>(() => FlameChart.From(profile.Select(), 7, new CancellationToken(true)));
    }

    [Fact]
    public void Children_are_within_their_parents_and_siblings_do_not_overlap() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        Profile profile = ProfileSpec.Build(samples);
        foreach (int? tid in profile.Threads.Rows.ToArray().Select(t => t.Tid).Distinct())
        {
            if (tid is null) continue;
            FlameChart chart = FlameChart.From(profile.Select(SampleFilter.All), tid.Value);
            var path = new Stack<int>();
            var lastEnd = new Dictionary<int, long>();
            for (int node = 0; node < chart.Count; node++)
            {
                while (path.Count > chart.Depths[node]) path.Pop();
                if (path.Count != chart.Depths[node]) return false;
                long end = chart.Starts[node] + chart.Durations[node];
                if (path.TryPeek(out int parent))
                {
                    if (chart.Starts[node] < chart.Starts[parent] || end > chart.Starts[parent] + chart.Durations[parent]) return false;
                    if (lastEnd.TryGetValue(parent, out long before) && chart.Starts[node] < before) return false;
                    lastEnd[parent] = end;
                }
                path.Push(node);
            }
        }
        return true;
    }).QuickCheckThrowOnFailure();

    private static string[] Lines(FlameChart chart) =>
    [
        .. Enumerable.Range(0, chart.Count)
            .Select(i => $"{chart.Depths[i]} {chart.GetName(i)} {chart.Starts[i] / Ms}+{chart.Durations[i] / Ms}"),
    ];

    private static FlameChart Chart(params (long Time, string[] Frames)[] samples) =>
        FlameChart.From(Build([.. samples.Select(s => (s.Time, 7, s.Frames))]).Select(), 7);

    private static Profile Build((long Time, int Tid, string[] Frames)[] samples)
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        foreach ((long time, int tid, string[] frames) in samples)
        {
            StackId stack = StackId.Empty;
            foreach (string name in frames) stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));
            builder.AddSample((1000 * Ms) + (time * Ms), stack, builder.AddThread(1, tid, "app"), null, cycles);
        }
        return builder.Build();
    }
}
