using Xunit;

namespace FlameScope.Model.Tests;

/// <summary>Tests of samples that get their stacks and times after they were added.</summary>
public class SampleRewriteTests
{
    [Fact]
    public void Rewritten_rows_are_the_rows_that_are_added_with_the_final_values()
    {
        for (int count = 0; count < 40; count++)
        {
            Profile expected = Build(count, isRewritten: false);
            Profile actual = Build(count, isRewritten: true);
            Assert.Equal(expected.Samples.Times.ToArray(), actual.Samples.Times.ToArray());
            Assert.Equal(expected.Samples.Stacks.ToArray(), actual.Samples.Stacks.ToArray());
            Assert.Equal(expected.Samples.Threads.ToArray(), actual.Samples.Threads.ToArray());
            Assert.Equal(expected.Samples.Cpus.ToArray(), actual.Samples.Cpus.ToArray());
            Assert.Equal(expected.Samples.Events.ToArray(), actual.Samples.Events.ToArray());
            Assert.Equal(expected.Samples.Periods.ToArray(), actual.Samples.Periods.ToArray());
            Assert.Equal(Enumerable.Range(0, count).Select(expected.IsIdle), Enumerable.Range(0, count).Select(actual.IsIdle));
        }
    }

    [Fact]
    public void A_builder_with_samples_does_not_take_others()
    {
        var builder = new ProfileBuilder();
        builder.AddSample(1, StackId.Empty, builder.AddThread(1, 1, "main"), 0, builder.AddEvent("cpu"));
        Assert.Throws<InvalidOperationException>(() => builder.TakeSamples(new SampleColumns(), 0));
    }

    [Fact]
    public void Rows_that_are_idle_are_not_rewritten()
    {
        var columns = new SampleColumns();
        columns.Add(1, new SampleRow { IsIdle = true });
        Assert.Throws<InvalidOperationException>(() => columns.Rewrite(_ => { }));
    }

    // The times descend when they are added and are in no order after the change; each seventh sample has none.
    private static Profile Build(int count, bool isRewritten)
    {
        var builder = new ProfileBuilder();
        ThreadId[] threads = [builder.AddThread(1, 1, "a"), builder.AddThread(1, 2, "b")];
        SampleEventId[] events = [builder.AddEvent("cpu"), builder.AddEvent("external")];
        FrameId frame = builder.AddFrame(builder.AddSymbol("main"), ModuleId.None, FrameKind.User);
        StackId[] stacks = [StackId.Empty, builder.AddStack(StackId.Empty, frame)];
        var columns = new SampleColumns();
        for (int i = 0; i < count; i++)
        {
            long time = isRewritten ? -i : TimeOf(i);
            StackId stack = isRewritten ? new StackId(i) : stacks[i % 2];
            int cpu = i / 8;
            if (isRewritten)
            {
                columns.Add(time, stack, threads[i / 12 % 2], cpu, events[i / 9 % 2], i);
                continue;
            }
            builder.AddSample(new SampleRow
            {
                Time = time == SampleTable.NoTime ? null : time,
                Stack = stack,
                Thread = threads[i / 12 % 2],
                Cpu = cpu,
                Event = events[i / 9 % 2],
                Value = i,
                IsIdle = i / 12 % 2 == 1 && i / 9 % 2 == 0,
            });
        }
        if (isRewritten)
        {
            int row = 0;
            columns.Rewrite(rows =>
            {
                for (int i = 0; i < rows.Times.Length; i++, row++)
                {
                    Assert.Equal(-row, rows.Times[i]);
                    Assert.Equal(row, rows.Stacks[i].Value);
                    rows.Times[i] = TimeOf(row);
                    rows.Stacks[i] = stacks[row % 2];
                    rows.Idle[i] = rows.Threads[i] == threads[1] && rows.Events[i] == events[0] ? (byte)1 : (byte)0;
                }
            });
            builder.TakeSamples(columns, Enumerable.Range(0, count).Sum());
        }
        return builder.Build();
    }

    private static long TimeOf(int row) => row % 7 == 6 ? SampleTable.NoTime : row * 37 % 41;
}
