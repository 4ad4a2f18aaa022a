using System.Globalization;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Spans become samples whose values are exact and whose times are exact to the grid.</summary>
public class SpanSamplerTests
{
    private readonly ProfileBuilder _builder = new();
    private readonly FrameId _a;
    private readonly FrameId _b;
    private readonly FrameId _c;
    private readonly ThreadId _thread;
    private readonly SampleEventId _event;

    public SpanSamplerTests()
    {
        _a = Frame("a");
        _b = Frame("b");
        _c = Frame("c");
        _thread = _builder.AddThread(null, null, "t");
        _event = _builder.AddEvent("span");
    }

    [Fact]
    public void A_sample_starts_at_each_change()
    {
        SpanSampler sampler = Sampler(1000);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(0, _a);
        lane.Begin(10, _b);
        lane.End(30);
        lane.End(35);
        lane.Begin(50, _c);
        lane.End(60);
        Assert.Equal(["0 a 10", "10 a;b 20", "30 a 5", "50 c 10"], Samples(sampler));
    }

    [Fact]
    public void A_long_span_is_cut_at_the_multiples_of_the_grid()
    {
        SpanSampler sampler = Sampler(10);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(-15, _a);
        lane.End(20);
        lane.Begin(20, _b);
        lane.End(23);
        Assert.Equal(["-15 a 5", "-10 a 10", "0 a 10", "10 a 10", "20 b 3"], Samples(sampler));
    }

    [Fact]
    public void Lanes_do_not_depend_on_each_other()
    {
        SpanSampler sampler = Sampler(1000);
        SpanLane first = sampler.AddLane(_thread, _event);
        SpanLane second = sampler.AddLane(_builder.AddThread(null, null, "u"), _event);
        first.Begin(0, _a);
        second.Begin(5, _b);
        first.End(10);
        second.End(25);
        Assert.Equal(["0 a 10", "5 b 20"], Samples(sampler));
    }

    [Fact]
    public void A_change_that_goes_back_in_time_takes_the_time_of_the_last_change()
    {
        SpanSampler sampler = Sampler(1000);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(10, _a);
        lane.Begin(5, _b);
        lane.End(20);
        lane.End(15);
        Assert.Equal(["10 a;b 10"], Samples(sampler));
        Assert.Equal(2, sampler.ReversedCount);
    }

    [Fact]
    public void A_span_that_ends_before_the_spans_within_it_leaves_them_open()
    {
        SpanSampler sampler = Sampler(1000);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(0, _a);
        lane.Begin(0, _b);
        lane.Begin(0, _c);
        lane.EndAt(10, depth: 1);
        lane.EndAt(20, depth: 0);
        Assert.Equal(1, lane.EndAll(30));
        Assert.Equal(["0 a;b;c 10", "10 a;c 10", "20 c 10"], Samples(sampler));
    }

    [Fact]
    public void Few_spans_have_at_most_a_million_samples_and_many_have_up_to_the_limit()
    {
        const long hour = 3_600_000_000_000;
        SpanSampler sampler = Sampler(1_000_000, maximumSamples: 8_000_000);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(0, _a);
        lane.End(hour);
        sampler.Complete();
        Assert.Equal(5_000_000, sampler.Grid);
        Assert.Equal(720_000, _builder.SampleCount);

        sampler = Sampler(1_000_000, maximumSamples: 8_000_000);
        lane = sampler.AddLane(_thread, _event);
        const long length = 100_000_000;
        for (int i = 0; i < 20_000; i++)
        {
            lane.Begin(length * i, _a);
            lane.End(length * (i + 1));
        }
        sampler.Complete();
        Assert.Equal(1_000_000, sampler.Grid);
        Assert.Equal(720_000 + 2_000_000, _builder.SampleCount);
    }

    [Fact]
    public void A_coarser_grid_keeps_the_number_of_samples_below_the_limit()
    {
        SpanSampler sampler = Sampler(10, maximumSamples: 12);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(0, _a);
        lane.End(1000);
        lane.Begin(1000, _b);
        lane.End(1001);
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"{i * 100} a 100"), "1000 b 1"], Samples(sampler));
        Assert.Equal(100, sampler.Grid);
    }

    [Fact]
    public void More_intervals_than_the_limit_are_kept()
    {
        SpanSampler sampler = Sampler(1, maximumSamples: 1);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(long.MinValue + 1, _a);
        lane.Begin(0, _b);
        lane.End(1);
        Assert.Equal(2, Samples(sampler).Count);
    }

    [Fact]
    public void Values_whose_sum_does_not_fit_are_counted()
    {
        SpanSampler sampler = Sampler(1_000_000_000_000_000_000, maximumSamples: 1000);
        SpanLane lane = sampler.AddLane(_thread, _event);
        lane.Begin(-long.MaxValue, _a);
        lane.End(long.MaxValue);
        SpanLane other = sampler.AddLane(_thread, _event);
        other.Begin(0, _a);
        other.End(long.MaxValue);
        Assert.NotEmpty(Samples(sampler));
        Assert.True(sampler.OverflowCount > 0);
    }

    [Fact]
    public void Totals_are_exact_for_any_grid_and_slices_lie_within_the_grid()
    {
        Gen<(int[] Steps, int Grid, int Limit)> cases =
            from steps in Gen.ArrayOf(Gen.Choose(-40, 40))
            from grid in Gen.Choose(1, 50)
            from limit in Gen.Choose(1, 400)
            select (steps, grid, limit);
        Prop.ForAll(Arb.From(cases), c =>
        {
            var test = new SpanSamplerTests();
            SpanSampler sampler = test.Sampler(c.Grid, c.Limit);
            SpanLane lane = sampler.AddLane(test._thread, test._event);
            var expected = new Dictionary<string, long>();
            var open = new List<string>();
            long time = -100;
            foreach (int step in c.Steps)
            {
                // A positive step begins a span, a negative one ends one.
                long next = time + Math.Abs(step / 2);
                string stack = string.Join(';', open);
                if (open.Count > 0 && next > time) expected[stack] = expected.GetValueOrDefault(stack) + next - time;
                time = next;
                if (step > 0 && open.Count < 5)
                {
                    open.Add(step % 2 == 0 ? "a" : "b");
                    lane.Begin(time, step % 2 == 0 ? test._a : test._b);
                }
                else if (open.Count > 0)
                {
                    open.RemoveAt(open.Count - 1);
                    lane.End(time);
                }
            }
            sampler.Complete();
            Profile profile = test._builder.Build();
            var actual = new Dictionary<string, long>();
            foreach (Sample sample in profile.Samples)
            {
                string stack = string.Join(';', profile.GetStackNames(sample.Stack));
                actual[stack] = actual.GetValueOrDefault(stack) + sample.Period;
                Assert.True(sample.Period <= sampler.Grid);
                Assert.Equal(Math.Floor((double)sample.Time!.Value / sampler.Grid), Math.Floor((double)(sample.Time.Value + sample.Period - 1) / sampler.Grid));
            }
            Assert.Equal(expected.OrderBy(p => p.Key, StringComparer.Ordinal), actual.OrderBy(p => p.Key, StringComparer.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private FrameId Frame(string name) => _builder.AddFrame(_builder.AddSymbol(name), ModuleId.None, FrameKind.Unknown);

    private SpanSampler Sampler(long grid, int maximumSamples = 1_000_000) => new(_builder, grid, maximumSamples);

    private List<string> Samples(SpanSampler sampler)
    {
        sampler.Complete();
        Profile profile = _builder.Build();
        var lines = new List<string>();
        foreach (Sample sample in profile.Samples)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{sample.Time} {string.Join(';', profile.GetStackNames(sample.Stack))} {sample.Period}"));
        }
        return lines;
    }
}
