using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.TestData;

/// <summary>A row of a generated profile with value types, counts and labels, as plain values.</summary>
/// <param name="Time">Nanoseconds, or <c>null</c>.</param>
/// <param name="Event">The event, a key of <see cref="ValuedProfile.Events"/>.</param>
/// <param name="Values">One value per value type of the event.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="Labels">Keys and texts.</param>
/// <param name="Frames">Function names, root first.</param>
public sealed record ValuedRow(long? Time, string Event, long[] Values, long Count, (string Key, string Text)[] Labels, string[] Frames)
{
    /// <summary>Returns the value of the row for a weight, by a second implementation that is simple.</summary>
    /// <param name="weight">A weight that is not the default.</param>
    public long ValueOf(SampleWeight weight)
    {
        if (weight == SampleWeight.Samples) return Count;
        SampleValueType[] types = ValuedProfile.Events[Event];
        for (int i = 0; i < types.Length; i++)
        {
            bool isFirst = weight == SampleWeight.Period && i == 0;
            if (isFirst || types[i].Name == weight.Name || types[i].ToString() == weight.Name) return Values[i];
        }
        return 0;
    }
}

/// <summary>Generates profiles whose events have different value types, as those of pprof, JFR or spans.</summary>
public static class ValuedProfile
{
    /// <summary>The value types of each event. <c>cpu</c> has the same name and unit at different indexes; <c>size</c> has two units.</summary>
    public static IReadOnlyDictionary<string, SampleValueType[]> Events { get; } = new Dictionary<string, SampleValueType[]>
    {
        ["cpu"] = [new("cpu", "nanoseconds")],
        ["wall"] = [new("wall", "nanoseconds"), new("cpu", "nanoseconds")],
        ["alloc"] = [new("objects", "count"), new("space", "bytes"), new("size", "bytes")],
        ["pages"] = [new("size", "pages")],
        ["plain"] = [],
    };

    /// <summary>The weights of profiles that have all events.</summary>
    public static IReadOnlyList<SampleWeight> Weights { get; } =
    [
        SampleWeight.Samples, SampleWeight.Period,
        .. new[] { "cpu", "wall", "objects", "space/bytes", "size/bytes", "size/pages" }.Select(SampleWeight.Value),
    ];

    private static readonly Gen<ValuedRow> Row =
        from seconds in Gen.Choose(-3, 40)
        from name in Gen.Elements(Events.Keys.ToArray())
        from values in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1)), (3, Gen.Choose(0, 1_000_000))), Events[name].Length)
        from count in Gen.Frequency((2, Gen.Constant(1)), (2, Gen.Choose(0, 50)))
        from endpoint in Gen.Elements("", "/orders", "/users")
        from tier in Gen.Elements("", "web")
        from frames in Gen.Choose(0, 4).SelectMany(depth => Gen.ArrayOf(Gen.Elements("main", "run", "k_sys", "j_Foo", "a;b"), depth))
        let labels = new[] { ("endpoint", endpoint), ("tier", tier) }.Where(l => l.Item2.Length > 0).ToArray()
        select new ValuedRow(seconds < 0 ? null : seconds * 250_000_000L, name, [.. values.Select(v => (long)v)], count, labels, frames);

    /// <summary>Any number of rows, in any order.</summary>
    public static Arbitrary<ValuedRow[]> Rows { get; } =
        Arb.From(Gen.ArrayOf(Row), rows => rows.Select((_, left) => rows.Where((_, i) => i != left).ToArray()));

    /// <summary>Builds a profile. It has all events if it has any row, so that all weights exist.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="defaultEvent">The name of the default event; <c>null</c> for none.</param>
    public static Profile Build(IEnumerable<ValuedRow> rows, string? defaultEvent = null)
    {
        var builder = new ProfileBuilder { Format = "test" };
        ThreadId thread = builder.AddThread(1, 1L << 40, "worker");
        var events = Events.ToDictionary(e => e.Key, e => builder.AddEvent(e.Key, e.Value, e.Value.Length > 0 ? e.Value.Length - 1 : null));
        if (defaultEvent is not null) builder.DefaultEvent = events[defaultEvent];
        foreach (ValuedRow row in rows)
        {
            StackId stack = StackId.Empty;
            foreach (string name in row.Frames)
            {
                stack = builder.AddStack(stack, builder.AddFrame(new Frame { Symbol = builder.AddSymbol(name), Kind = ProfileSpec.KindOf(name) }));
            }
            builder.AddSample(new SampleRow
            {
                Time = row.Time,
                Stack = stack,
                Thread = thread,
                Event = events[row.Event],
                Values = row.Values,
                Count = row.Count,
                Labels = builder.AddLabelSet(Array.ConvertAll(row.Labels, l => builder.AddLabel(l.Key, l.Text))),
            });
        }
        return builder.Build();
    }
}
