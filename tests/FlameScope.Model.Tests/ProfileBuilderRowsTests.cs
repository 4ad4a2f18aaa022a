using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

/// <summary>Samples that are added as columns equal those that are added one by one.</summary>
public class ProfileBuilderRowsTests
{
    [Fact]
    public void Columns_give_the_profile_of_their_rows()
    {
        Gen<(long Time, int Stack, long Value, byte Idle)[]> rows = Gen.ArrayOf(
            from time in Gen.Choose(-5, 1000)
            from stack in Gen.Choose(0, 2)
            from value in Gen.Choose(0, 3)
            from idle in Gen.Frequency((9, Gen.Constant((byte)0)), (1, Gen.Constant((byte)1)))
            select (time == -5 ? SampleTable.NoTime : time, stack, (long)value, idle));
        Gen<int> reserved = Gen.OneOf(Gen.Constant(0), Gen.Constant(-1), Gen.Choose(1, 40));
        Prop.ForAll(Arb.From(from before in rows from columns in rows from after in rows from reserve in reserved select (before, columns, after, reserve)), c =>
        {
            // -1: memory for exactly the rows that follow.
            int reserve = c.reserve >= 0 ? c.reserve : c.before.Length + c.columns.Length + c.after.Length;
            Profile expected = Build(c.before, c.columns, c.after, asColumns: false, reserve: 0);
            Profile actual = Build(c.before, c.columns, c.after, asColumns: true, reserve);
            Assert.Equal(expected.Samples.Times.ToArray(), actual.Samples.Times.ToArray());
            Assert.Equal(expected.Samples.Stacks.ToArray(), actual.Samples.Stacks.ToArray());
            Assert.Equal(expected.Samples.Threads.ToArray(), actual.Samples.Threads.ToArray());
            Assert.Equal(expected.Samples.Events.ToArray(), actual.Samples.Events.ToArray());
            Assert.Equal(expected.Samples.Cpus.ToArray(), actual.Samples.Cpus.ToArray());
            Assert.Equal(expected.Samples.Counts.ToArray(), actual.Samples.Counts.ToArray());
            Assert.Equal(expected.Samples.GetValues(0).ToArray(), actual.Samples.GetValues(0).ToArray());
            Assert.Equal(expected.IdleCount, actual.IdleCount);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_sum_that_does_not_fit_adds_nothing()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "t");
        SampleEventId eventId = builder.AddEvent("e");
        Assert.True(Add(builder, thread, eventId, [1, 2]));
        Assert.False(Add(builder, thread, eventId, [1, long.MaxValue - 3]));
        Assert.False(Add(builder, thread, eventId, [1, -1]));
        Assert.Equal(2, builder.SampleCount);
        Assert.True(Add(builder, thread, eventId, [long.MaxValue - 3]));
    }

    [Fact]
    public void Rows_may_have_counts_and_no_values()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "t");
        SampleEventId eventId = builder.AddEvent("e");
        Assert.True(builder.TryAddSamples(new SampleRows { Times = [1, 2], Stacks = new StackId[2], Counts = [1, 5], Thread = thread, Event = eventId }));
        Assert.False(builder.TryAddSamples(new SampleRows { Times = [3], Stacks = new StackId[1], Counts = [-1], Thread = thread, Event = eventId }));
        Assert.False(builder.TryAddSamples(new SampleRows { Times = [3], Stacks = new StackId[1], Counts = [long.MaxValue - 5], Thread = thread, Event = eventId }));
        Assert.True(builder.TryAddSamples(new SampleRows { Times = [3], Stacks = new StackId[1], Values = [7], Thread = thread, Event = eventId }));
        Profile profile = builder.Build();
        Assert.Equal([1, 5, 1], profile.Samples.Counts.ToArray());
        Assert.Equal([1, 1, 7], profile.Samples.Periods.ToArray());
    }

    [Fact]
    public void Rows_may_be_of_several_threads_and_events_and_have_labels()
    {
        var builder = new ProfileBuilder();
        ThreadId[] threads = [builder.AddThread(1, 1, "a"), builder.AddThread(1, 2, "b")];
        SampleEventId[] events = [builder.AddEvent("e"), builder.AddEvent("f")];
        LabelSetId labels = builder.AddLabelSet([builder.AddLabel("class"u8, "byte[]"u8)]);
        builder.AddSample(new SampleRow { Time = 1, Thread = threads[1], Event = events[1] });
        Assert.True(builder.TryAddSamples(new SampleRows { Times = [2, 3], Stacks = new StackId[2], Threads = [threads[1], threads[0]], Event = events[1] }));
        Assert.True(builder.TryAddSamples(new SampleRows
        {
            Times = [4, 5],
            Stacks = new StackId[2],
            Thread = threads[1],
            Events = [events[1], events[0]],
            Labels = [LabelSetId.None, labels],
        }));
        Assert.True(builder.TryAddSamples(new SampleRows { Times = [6], Stacks = new StackId[1], Thread = threads[0], Event = events[0] }));
        SampleTable samples = builder.Build().Samples;
        Assert.Equal([threads[1], threads[1], threads[0], threads[1], threads[1], threads[0]], samples.Threads.ToArray());
        Assert.Equal([events[1], events[1], events[1], events[1], events[0], events[0]], samples.Events.ToArray());
        Assert.Equal([LabelSetId.None, LabelSetId.None, LabelSetId.None, LabelSetId.None, labels, LabelSetId.None], samples.LabelSets.ToArray());
    }

    [Fact]
    public void Rows_with_a_thread_an_event_or_labels_of_another_builder_are_refused()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "t");
        SampleEventId eventId = builder.AddEvent("e");
        StackId[] stacks = [StackId.Empty];
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.TryAddSamples(new SampleRows { Times = [1], Stacks = stacks, Threads = [new ThreadId(1)], Event = eventId }));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.TryAddSamples(new SampleRows { Times = [1], Stacks = stacks, Threads = [new ThreadId(-1)], Event = eventId }));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.TryAddSamples(new SampleRows { Times = [1], Stacks = stacks, Thread = thread, Events = [new SampleEventId(1)] }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => builder.TryAddSamples(new SampleRows { Times = [1], Stacks = stacks, Thread = thread, Event = eventId, Labels = [new LabelSetId(1)] }));
        Assert.Throws<ArgumentException>(() => builder.TryAddSamples(new SampleRows { Times = [1], Stacks = stacks, Threads = [thread, thread], Event = eventId }));
        Assert.Equal(0, builder.SampleCount);
    }

    [Fact]
    public void Columns_of_one_value_have_it_in_every_row()
    {
        var builder = new ProfileBuilder();
        builder.AddThread(1, 1, "first");
        ThreadId thread = builder.AddThread(1, 2, "second");
        SampleEventId eventId = builder.AddEvent("e");
        for (int i = 0; i < 3; i++) builder.AddSample(3 - i, StackId.Empty, thread, 4, eventId);
        SampleTable samples = builder.Build().Samples;
        Assert.Equal((thread, 4, eventId), (samples[2].Thread, samples[2].Cpu, samples[2].Event));
        Assert.Equal([thread, thread, thread], samples.Threads.ToArray());
        Assert.Equal([4, 4, 4], samples.Cpus.ToArray());
        Assert.Equal([eventId, eventId, eventId], samples.Events.ToArray());
        Assert.Equal((thread, 4, eventId), (samples[0].Thread, samples[0].Cpu, samples[0].Event));
        Assert.Throws<ArgumentOutOfRangeException>(() => samples[3]);
    }

    [Fact]
    public void Columns_of_different_lengths_and_foreign_ids_are_refused()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "t");
        SampleEventId eventId = builder.AddEvent("e");
        Assert.Throws<ArgumentException>(() => builder.TryAddSamples(new SampleRows { Times = [1], Thread = thread, Event = eventId }));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.TryAddSamples(new SampleRows
        {
            Times = [1],
            Stacks = [new StackId(5)],
            Values = [1],
            Thread = thread,
            Event = eventId,
        }));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.TryAddSamples(new SampleRows
        {
            Times = [long.MaxValue],
            Stacks = [StackId.Empty],
            Values = [1],
            Thread = thread,
            Event = eventId,
        }));
        Assert.Equal(0, builder.SampleCount);
    }

    private static bool Add(ProfileBuilder builder, ThreadId thread, SampleEventId eventId, long[] values) => builder.TryAddSamples(new SampleRows
    {
        Times = new long[values.Length],
        Stacks = new StackId[values.Length],
        Values = values,
        Thread = thread,
        Event = eventId,
    });

    private static Profile Build(
        (long Time, int Stack, long Value, byte Idle)[] before,
        (long Time, int Stack, long Value, byte Idle)[] columns,
        (long Time, int Stack, long Value, byte Idle)[] after,
        bool asColumns,
        int reserve)
    {
        var builder = new ProfileBuilder();
        builder.ReserveSamples(reserve);
        FrameId frame = builder.AddFrame(builder.AddSymbol("f"), ModuleId.None, FrameKind.Unknown);
        StackId[] stacks = [StackId.Empty, builder.AddStack(StackId.Empty, frame), default];
        stacks[2] = builder.AddStack(stacks[1], frame);
        ThreadId thread = builder.AddThread(1, 1, "t");
        SampleEventId eventId = builder.AddEvent("e");
        void AddRow((long Time, int Stack, long Value, byte Idle) row) => builder.AddSample(new SampleRow
        {
            Time = row.Time == SampleTable.NoTime ? null : row.Time,
            Stack = stacks[row.Stack],
            Thread = thread,
            Event = eventId,
            Value = row.Value,
            IsIdle = row.Idle != 0,
        });
        foreach (var row in before) AddRow(row);
        if (!asColumns)
        {
            foreach (var row in columns) AddRow(row);
        }
        else
        {
            bool isAdded = builder.TryAddSamples(new SampleRows
            {
                Times = Array.ConvertAll(columns, row => row.Time),
                Stacks = Array.ConvertAll(columns, row => stacks[row.Stack]),
                Values = Array.ConvertAll(columns, row => row.Value),
                Idle = columns.Any(row => row.Idle != 0) ? Array.ConvertAll(columns, row => row.Idle) : default(ReadOnlySpan<byte>),
                Thread = thread,
                Event = eventId,
            });
            Assert.True(isAdded);
        }
        foreach (var row in after) AddRow(row);
        return builder.Build();
    }
}
