using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class SampleWeightTests
{
    [Theory]
    [InlineData("samples", "samples")]
    [InlineData("Samples", "samples")]
    [InlineData("PERIOD", "period")]
    [InlineData("alloc_space/bytes", "alloc_space/bytes")]
    [InlineData("Default", "default")]
    public void A_name_is_parsed(string text, string expected)
    {
        Assert.Equal(expected, SampleWeight.Parse(text).ToString());
        Assert.Equal(expected == "default", SampleWeight.Parse(text).IsDefault);
        Assert.Equal(expected == "default", SampleWeight.Parse(text) == default);
    }

    [Fact]
    public void An_empty_name_is_refused()
    {
        Assert.Throws<FormatException>(() => SampleWeight.Parse(""));
        Assert.Throws<ArgumentException>(() => SampleWeight.Value(""));
        Assert.Throws<ArgumentNullException>(() => SampleWeight.Parse(null!));
        Assert.False(SampleWeight.TryParse(null, null, out _));
    }

    [Fact]
    public void The_names_of_both_weights_of_perf_are_those_weights()
    {
        Assert.Equal(SampleWeight.Samples, SampleWeight.Value("samples"));
        Assert.Equal(SampleWeight.Period, SampleWeight.Value("period"));
    }

    [Fact]
    public void The_default_of_a_perf_profile_is_the_number_of_samples()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main") with { Period = 7 }]);

        Assert.Equal(SampleWeight.Samples, profile.Resolve(default));
        Assert.Equal([SampleWeight.Samples, SampleWeight.Period], profile.Weights);
        Assert.Equal(("samples", "events"), (profile.GetUnit(default), profile.GetUnit(SampleWeight.Period)));
        Assert.Equal((1L, 7L), (profile.Select().GetTotal(), profile.Select().GetTotal(SampleWeight.Period)));
    }

    [Theory]
    [InlineData("cpu-clock", "nanoseconds")]
    [InlineData("cpu-clock:pppH", "nanoseconds")]
    [InlineData("task-clock/period=50/", "nanoseconds")]
    [InlineData("cpu-clocks", "events")]
    [InlineData("cycles:u", "events")]
    public void The_period_of_clock_events_is_a_time(string eventName, string unit)
    {
        var builder = new ProfileBuilder();
        builder.AddEvent(eventName);
        Profile profile = builder.Build();
        Assert.Equal([SampleWeight.Samples, SampleWeight.Period], profile.Weights);
        Assert.Equal(("samples", unit), (profile.GetUnit(default), profile.GetUnit(SampleWeight.Period)));
    }

    [Fact]
    public void Periods_of_clock_events_and_others_are_one_weight_of_two_units()
    {
        var builder = new ProfileBuilder();
        builder.AddEvent("cpu-clock");
        builder.AddEvent("cycles");
        Profile profile = builder.Build();
        Assert.Equal([SampleWeight.Samples, SampleWeight.Period], profile.Weights);
        Assert.DoesNotContain(profile.GetUnit(SampleWeight.Period), (string[])["events", "nanoseconds"]);
    }

    [Fact]
    public void The_default_is_that_of_the_default_event()
    {
        Profile profile = ValuedProfile.Build([], "alloc");

        Assert.Equal("size/bytes", profile.Resolve(default).Name);
        Assert.Equal("bytes", profile.GetUnit(default));
        Assert.Equal("objects", profile.Weights[1].Name);
    }

    [Fact]
    public void Without_a_common_default_the_default_is_the_number_of_samples() =>
        Assert.Equal(SampleWeight.Samples, ValuedProfile.Build([]).Resolve(default));

    [Fact]
    public void A_default_that_all_events_have_in_common_is_the_default()
    {
        var builder = new ProfileBuilder();
        builder.AddEvent("user", [new SampleValueType("cpu", "nanoseconds")], 0);
        builder.AddEvent("kernel", [new SampleValueType("count", "count"), new SampleValueType("cpu", "nanoseconds")], 1);

        Assert.Equal(SampleWeight.Value("cpu"), builder.Build().Resolve(default));
    }

    [Fact]
    public void A_default_that_counts_samples_is_the_number_of_samples()
    {
        var builder = new ProfileBuilder();
        builder.AddEvent("samples", [new SampleValueType("samples", "count"), new SampleValueType("cpu", "nanoseconds")], 0);

        Assert.Equal(SampleWeight.Samples, builder.Build().Resolve(default));
    }

    [Fact]
    public void A_name_with_two_units_is_resolved_to_one_of_them()
    {
        Profile profile = ValuedProfile.Build([], "pages");

        Assert.Equal("size/pages", profile.Resolve(SampleWeight.Value("size")).Name);
        Assert.Equal("size/bytes", ValuedProfile.Build([]).Resolve(SampleWeight.Value("size")).Name);
        Assert.Equal("cpu", profile.Resolve(SampleWeight.Value("cpu/nanoseconds")).Name);
    }

    [Fact]
    public void An_unknown_value_is_refused_with_the_values_that_exist()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "main")]);

        Assert.False(profile.HasWeight(SampleWeight.Value("cpu")));
        var unknown = Assert.Throws<ArgumentException>(() => profile.Resolve(SampleWeight.Value("cpu")));
        Assert.StartsWith("The profile has no value 'cpu'. Its values are samples, period.", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_without_events_has_each_weight() =>
        Assert.Equal((0L, SampleWeight.Period), (Profile.Empty.Select().GetTotal(SampleWeight.Value("cpu")), Profile.Empty.Resolve(SampleWeight.Period)));

    [Fact]
    public void The_period_of_a_profile_without_value_types_is_the_number_of_samples()
    {
        var builder = new ProfileBuilder();
        builder.AddSample(new SampleRow { Thread = builder.AddThread(1, 1, "a"), Event = builder.AddEvent("folded", []), Count = 12 });
        Profile profile = builder.Build();

        Assert.Equal(12, profile.Select().GetTotal(SampleWeight.Period));
        Assert.Equal([SampleWeight.Samples], profile.Weights);
    }

    [Fact]
    public void A_value_at_different_indexes_whose_sum_exceeds_64_bits_is_refused()
    {
        ValuedRow cpu = new(1, "cpu", [long.MaxValue - 5], 1, [], []), wall = cpu with { Event = "wall", Values = [0, 6] };
        SampleSelection all = ValuedProfile.Build([cpu, wall]).Select();

        Assert.Throws<OverflowException>(() => all.GetTotal(SampleWeight.Value("cpu")));
        Assert.Equal(long.MaxValue, ValuedProfile.Build([cpu, wall with { Values = [0, 5] }]).Select().GetTotal(SampleWeight.Value("cpu")));
    }

    [Fact]
    public void The_unit_of_a_count_is_the_name_of_the_value() => Assert.Equal("objects", ValuedProfile.Build([]).GetUnit(SampleWeight.Value("objects")));

    [Fact]
    public void Different_units_are_described()
    {
        ValuedRow row = new(1, "cpu", [1], 1, [], ["main"]);
        Profile profile = ValuedProfile.Build([row, row with { Event = "alloc", Values = [1, 2, 3] }, row with { Event = "wall", Values = [4, 5] }]);

        Assert.Equal("cpu (nanoseconds), alloc (bytes), wall (nanoseconds)", Sorted(profile.Select().DescribeMixedUnits(SampleWeight.Samples)));
        Assert.Null(profile.Select().DescribeMixedUnits(SampleWeight.Value("cpu")));
        Assert.Equal("values", profile.GetUnit(SampleWeight.Period));
        Assert.Null(profile.Select(new SampleFilter { Event = "cpu" }).DescribeMixedUnits());
        Assert.Equal("nanoseconds", profile.Select(new SampleFilter { Event = "wall" }).GetUnit(SampleWeight.Period));

        // The order of events is that of their ids.
        static string? Sorted(string? text) => text is null ? null : string.Join(", ", text.Split(", ").OrderBy(t => "cpu alloc wall".IndexOf(t.Split(' ')[0], StringComparison.Ordinal)));
    }

    [Fact]
    public void Totals_are_the_sums_over_the_rows_for_each_weight() => Prop.ForAll(ValuedProfile.Rows, rows =>
    {
        SampleSelection all = ValuedProfile.Build(rows).Select(SampleFilter.All);
        return ValuedProfile.Weights.All(w => all.GetTotal(w) == rows.Sum(r => r.ValueOf(all.Profile.Resolve(w))));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_total_of_a_value_is_the_sum_of_its_column_over_the_events_that_have_it() => Prop.ForAll(ValuedProfile.Rows, rows =>
    {
        Profile profile = ValuedProfile.Build(rows);
        return profile.Events.Select((_, e) => new SampleEventId(e)).All(id => profile.GetValueTypes(id).Select((type, index) => (type, index)).All(t =>
        {
            SampleSelection ofEvent = profile.Select(new SampleFilter { IncludeIdle = true, Event = profile.Events[id] });
            return ofEvent.GetTotal(SampleWeight.Value(t.type.ToString())) == ofEvent.ToArray().Sum(i => profile.Samples.ValueAt(t.index, i));
        }));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Totals_of_a_cut_range_add_up() => Prop.ForAll(ValuedProfile.Rows, Arb.From(Gen.Choose(0, 41)), (rows, cut) =>
    {
        SampleSelection all = ValuedProfile.Build(rows).Select(SampleFilter.All);
        long time = cut * 250_000_000L;
        return ValuedProfile.Weights.All(w => all.GetTotal(w)
            == all.Within(new TimeRange(long.MinValue, time)).GetTotal(w) + all.Within(new TimeRange(time, long.MaxValue)).GetTotal(w));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merging_stays_associative_and_adds_all_totals() => Prop.ForAll(ValuedProfile.Rows, ValuedProfile.Rows, ValuedProfile.Rows, (a, b, c) =>
    {
        Profile[] p = [ValuedProfile.Build(a), ValuedProfile.Build(b), ValuedProfile.Build(c)];
        Profile left = Profile.Merge(Profile.Merge(p[0], p[1]), p[2]);
        ProfileAssert.Same(left, Profile.Merge(p[0], Profile.Merge(p[1], p[2])));
        ProfileAssert.Same(left, ValuedProfile.Build([.. a, .. b, .. c]));
        foreach (SampleWeight w in ValuedProfile.Weights)
        {
            Assert.Equal(p.Sum(x => x.Select(SampleFilter.All).GetTotal(w)), left.Select(SampleFilter.All).GetTotal(w));
        }
    }).QuickCheckThrowOnFailure();
}
