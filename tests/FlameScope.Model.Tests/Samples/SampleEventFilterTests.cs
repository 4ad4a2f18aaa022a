using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class SampleEventFilterTests
{
    private static readonly ValuedRow Cpu = new(1, "cpu", [5], 1, [("endpoint", "/orders")], ["main"]);
    private static readonly ValuedRow Alloc = new(2, "alloc", [1, 2, 3], 1, [("endpoint", "/users"), ("tier", "web")], ["main"]);

    [Fact]
    public void Without_an_event_the_default_event_is_selected()
    {
        Profile profile = ValuedProfile.Build([Cpu, Alloc, Alloc], "cpu");

        Assert.Equal(1, profile.Select().Count);
        Assert.Equal(3, profile.Select(SampleFilter.All).Count);
        Assert.Equal(3, profile.Select(new SampleFilter { Event = SampleFilter.AnyEvent }).Count);
        Assert.Equal(2, profile.Select(new SampleFilter { Event = "alloc" }).Count);
        Assert.Equal(0, profile.Select(new SampleFilter { Event = "none" }).Count);
    }

    [Fact]
    public void Without_a_default_event_all_events_are_selected() => Assert.Equal(3, ValuedProfile.Build([Cpu, Alloc, Alloc]).Select().Count);

    [Fact]
    public void A_filter_that_names_an_event_is_not_limited_to_the_default_event_by_another_filter()
    {
        Profile profile = ValuedProfile.Build([Cpu, Alloc, Alloc], "cpu");
        var alloc = new SampleFilter { Event = "alloc" };

        Assert.Equal(2, profile.Select(alloc.And(SampleFilter.Default)).Count);
        Assert.Equal(2, profile.Select(SampleFilter.Default.And(alloc)).Count);
        Assert.Equal(0, profile.Select(alloc.And(new SampleFilter { Event = "cpu" })).Count);
    }

    [Fact]
    public void Events_of_one_name_with_other_value_types_are_selected_together()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "a");
        builder.AddSample(new SampleRow { Thread = thread, Event = builder.AddEvent("samples", [new SampleValueType("cpu", "nanoseconds")]) });
        builder.AddSample(new SampleRow { Thread = thread, Event = builder.AddEvent("samples", [new SampleValueType("space", "bytes")]) });
        builder.AddSample(new SampleRow { Thread = thread, Event = builder.AddEvent("other") });

        Assert.Equal(2, builder.Build().Select(new SampleFilter { Event = "samples" }).Count);
    }

    [Fact]
    public void A_label_selects_the_samples_that_have_it()
    {
        Profile profile = ValuedProfile.Build([Cpu, Alloc, Cpu with { Labels = [] }]);
        int Count(params (string, string)[] labels) =>
            profile.Select(new SampleFilter { Labels = [.. labels.Select(l => KeyValuePair.Create(l.Item1, l.Item2))] }).Count;

        Assert.Equal((1, 1, 1), (Count(("endpoint", "/orders")), Count(("endpoint", "/users")), Count(("endpoint", "/users"), ("tier", "web"))));
        Assert.Equal((0, 0, 0), (Count(("endpoint", "/orders"), ("tier", "web")), Count(("endpoint", "")), Count(("host", "a"))));
        Assert.Equal(3, Count());
    }

    [Fact]
    public void A_label_with_a_number_is_selected_by_its_number()
    {
        var builder = new ProfileBuilder();
        builder.AddSample(new SampleRow
        {
            Thread = builder.AddThread(1, 1, "a"),
            Event = builder.AddEvent("alloc"),
            Labels = builder.AddLabelSet([builder.AddLabel("size", -1024, "bytes")]),
        });

        Assert.Equal(1, builder.Build().Select(new SampleFilter { Labels = [new("size", "-1024")] }).Count);
    }

    [Fact]
    public void A_profile_without_labels_has_no_sample_with_a_label() =>
        Assert.Equal(0, ValuedProfile.Build([Cpu with { Labels = [] }]).Select(new SampleFilter { Labels = [new("endpoint", "/orders")] }).Count);

    [Fact]
    public void The_selections_of_the_values_of_a_label_and_of_none_partition_the_samples() => Prop.ForAll(ValuedProfile.Rows, rows =>
    {
        Profile profile = ValuedProfile.Build(rows);
        int[] counts = [.. new[] { "/orders", "/users" }.Select(value => profile.Select(SampleFilter.All with { Labels = [new("endpoint", value)] }).Count)];
        return counts.Sum() + rows.Count(r => !r.Labels.Any(l => l.Key == "endpoint")) == rows.Length;
    }).QuickCheckThrowOnFailure();
}
