using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Events of compressed integers are read many at a time. They give the samples of the same events with integers of full width.</summary>
public sealed class JfrShortEventTests
{
    // Integers of 1 to 9 bytes.
    private static readonly long[] Numbers =
        [0, 1, 2, 3, 0x7f, 0x80, 0x3fff, 0x4000, 0x1f_ffff, 0x20_0000, 0xfff_ffff, 0x1000_0000, 1L << 35, (1L << 42) - 1, 1L << 49, (1L << 56) - 1, 1L << 56, long.MaxValue, -1, long.MinValue];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_events_are_read_like_those_with_integers_of_full_width(bool hasShortSizes)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Profile expected = JfrRecordings.Parse(Write(seed, isCompressed: false, hasShortSizes));
            Profile actual = JfrRecordings.Parse(Write(seed, isCompressed: true, hasShortSizes));
            Assert.Equal(Describe(expected), Describe(actual));
        }
    }

    [Fact]
    public void Integers_of_every_length_are_values()
    {
        foreach (long number in Numbers.Where(number => number >= 0))
        {
            JfrChunkWriter chunk = JfrRecordings.Start(hasShortSizes: true).AddConstants();
            for (int i = 0; i < 20; i++) chunk.Event("jdk.ObjectAllocationOutsideTLAB", i, 1, 1, 1, i == 10 ? number : 0);
            Profile profile = JfrRecordings.Parse(chunk.Close());
            Assert.Equal(number, profile.Samples.GetValues(0)[10]);
            Assert.Equal(20, profile.Samples.Count);
            Assert.Empty(profile.Diagnostics);
        }
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(1L << 56, 5)]
    [InlineData(0x80, -2)]
    public void Fields_that_are_not_read_may_have_nine_bytes(long span, long root)
    {
        JfrChunkWriter chunk = JfrRecordings.Start(hasShortSizes: true).AddConstants();
        chunk.Type("datadog.ExecutionSample", "long startTime", "Thread* eventThread", "StackTrace* stackTrace", "long spanId", "long localRootSpanId", "long weight");
        for (int i = 0; i < 20; i++) chunk.Event("datadog.ExecutionSample", i, 1, 1, span, root, i + 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), profile.Samples.Counts.ToArray());
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Stacks_of_any_length_are_read_like_those_with_integers_of_full_width()
    {
        for (int seed = 0; seed < 15; seed++)
        {
            Profile expected = JfrRecordings.Parse(WriteStacks(seed, isCompressed: false));
            Profile actual = JfrRecordings.Parse(WriteStacks(seed, isCompressed: true));
            Assert.Equal(Describe(expected), Describe(actual));
        }
    }

    [Fact]
    public void An_event_that_ends_before_its_last_field_is_counted_and_those_around_it_are_read()
    {
        JfrChunkWriter chunk = JfrRecordings.Start(hasShortSizes: true).AddConstants();
        byte type = (byte)chunk.TypeId("jdk.ObjectAllocationOutsideTLAB");
        for (int i = 0; i < 10; i++)
        {
            chunk.Event("jdk.ObjectAllocationOutsideTLAB", 2 * i, 1, 1, 1, 5);
            chunk.Raw(6, type, 1, 1, 1, 1); // without the size of the object
            chunk.Raw(7, type, 1, 1, 1, 1, 0x80); // which has no end
        }
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(10, profile.Samples.Count);
        ReadDiagnostic diagnostic = Assert.Single(profile.Diagnostics);
        Assert.Equal((JfrProblem.BrokenEvent, 20), (diagnostic.Reason, diagnostic.Count));
    }

    [Fact]
    public void Samples_of_an_open_chunk_whose_constants_are_lost_are_left_out_among_others()
    {
        JfrChunkWriter chunk = JfrRecordings.Start(hasShortSizes: true).WriteMetadata().AddConstants().WriteConstants();
        for (int i = 0; i < 30; i++) chunk.Event(JfrRecordings.Wall, i, i % 5 == 0 ? 77 : 1, i % 3 == 0 ? 99 : 2, i % 2 == 0 ? 2 : 1, i);
        Profile profile = JfrRecordings.Parse(chunk.ToUnclosed());
        int[] kept = [.. Enumerable.Range(0, 30).Where(i => i % 5 != 0 && i % 3 != 0)];
        Assert.Equal(kept.Select(i => JfrChunkWriter.DefaultStart + i), profile.Samples.Times.ToArray());
        Assert.Equal(kept.Select(i => (long)i), profile.Samples.Counts.ToArray());
        Assert.Equal(kept.Select(i => i % 2 == 0), Enumerable.Range(0, kept.Length).Select(profile.IsIdle));
        Assert.Equal(30 - kept.Length, profile.Diagnostics.Single(diagnostic => diagnostic.Reason == JfrProblem.LostConstants).Count);
    }

    private static byte[] Write(int seed, bool isCompressed, bool hasShortSizes)
    {
        var random = new Random(seed);
        JfrChunkWriter chunk = JfrRecordings.Start(isCompressed, hasShortSizes: hasShortSizes).AddConstants();
        chunk.Type("app.Many", "long startTime", "long a", "long b", "long c", "StackTrace* stackTrace", "long d", "long e", "short f", "int g");
        chunk.Type("app.Mixed", "long startTime", "boolean flag", "StackTrace* stackTrace", "String text", "double number");
        chunk.Type("app.Other", "int a", "String text");
        int count = random.Next(60);
        for (int i = 0; i < count; i++)
        {
            long time = random.Next(4) == 0 ? Number() : random.Next(100_000);
            switch (random.Next(8))
            {
                case 0:
                    chunk.Event("app.Many", time, Number(), Number(), Number(), Id(), Number(), Number(), random.Next(1 << 15), random.Next());
                    break;
                case 1:
                    chunk.Event("app.Mixed", time, random.Next(2), Id(), "text", 1);
                    break;
                case 2:
                    chunk.Event("app.Other", i, new string('x', random.Next(200)));
                    break;
                case 3:
                    chunk.Event("jdk.JavaMonitorEnter", time, Number(), Id(), Id(), Id(), Number());
                    break;
                case 4:
                    chunk.Event(JfrRecordings.Wall, time, Id(), Id(), Id(), random.Next());
                    break;
                case 5:
                    chunk.Event(JfrRecordings.Execution, time, Id(), Id(), Id());
                    break;
                default:
                    chunk.Event("jdk.ObjectAllocationInNewTLAB", time, Id(), Id(), Id(), Number(), random.Next(8) == 0 ? Number() : random.Next(1_000_000));
                    break;
            }
        }
        return chunk.Close();

        long Number() => Numbers[random.Next(Numbers.Length)];
        long Id() => random.Next(10) == 0 ? Number() : random.Next(4);
    }

    // Frames have numbers of 1 to 9 bytes in fields that are not read, too.
    private static byte[] WriteStacks(int seed, bool isCompressed)
    {
        var random = new Random(seed);
        JfrChunkWriter chunk = JfrRecordings.Start(isCompressed);
        chunk.Type("jdk.types.StackFrame", "Method* method", "int lineNumber", "long bytecodeIndex", "FrameType* type").AddConstants();
        for (int stack = 10; stack < 30; stack++)
        {
            object?[] frames = [.. Enumerable.Range(0, random.Next(200)).Select(_ => Frame())];
            chunk.Constant("jdk.types.StackTrace", stack, random.Next(4) == 0, frames);
            chunk.Event(JfrRecordings.Execution, stack, 1, stack, 1);
        }
        return chunk.Close();

        object?[] Frame()
        {
            int line = random.Next(5) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(300);
            long method = random.Next(20) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(4);
            return [method, line, random.Next(100) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(1000), random.Next(6)];
        }
    }

    private static string Describe(Profile profile) => string.Join('\n',
    [
        .. JfrRecordings.Lines(profile),
        .. profile.Samples.LabelSets.ToArray().Select(labels => $"labels {labels.Value}"),
        .. profile.Diagnostics.Select(diagnostic => $"{diagnostic.Reason}: {diagnostic.Count}").Order(StringComparer.Ordinal),
        $"{profile.Events.Count} events, {profile.Threads.Count} threads, {profile.Stacks.Count} stacks",
    ]);
}
