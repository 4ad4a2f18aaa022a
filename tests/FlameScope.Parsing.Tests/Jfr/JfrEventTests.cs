using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of what the events of a recording become.</summary>
public sealed class JfrEventTests
{
    [Fact]
    public void Samples_have_time_event_thread_and_stack()
    {
        Profile profile = JfrRecordings.Parse(JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 1_000, 1, 2, 1).Close());
        Assert.Equal(["1000 jdk.ExecutionSample 1*1 main/101 java.lang.Thread.run:840;Shop.hash:20;Shop.fill:31"], JfrRecordings.Lines(profile));
        Assert.Equal("jfr", profile.Format);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Events_of_all_chunks_are_sorted_by_time()
    {
        Profile profile = JfrRecordings.Parse(JfrRecordings.Whole());
        Assert.Equal(
            [
                "1000 jdk.ExecutionSample 1*1 main/101 java.lang.Thread.run:840;Shop.hash:20",
                "2000 profiler.WallClockSample 1*1 main/101 java.lang.Thread.run:840;Shop.hash:20;Shop.fill:31",
                "3000 profiler.WallClockSample 1*5 worker/102 idle java.lang.Thread.run:840",
                "4000 jdk.JavaMonitorEnter 700*1 worker/102 java.lang.Thread.run:840;Shop.hash:20",
                "8000 jdk.ObjectAllocationInNewTLAB 4096*1 main/101 java.lang.Thread.run:840;Shop.hash:20",
                "8500 jdk.ExecutionSample 1*1 main/101 java.lang.Thread.run:840",
                "9000 jdk.ExecutionSample 1*1 worker/102 java.lang.Thread.run:840;Shop.hash:20;Shop.fill:31",
            ],
            JfrRecordings.Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Each_kind_of_allocation_is_an_event_of_its_own_with_its_own_estimate()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        chunk.Event("jdk.ObjectAllocationInNewTLAB", 1, 1, 1, 3, 24, 4096).Event("jdk.ObjectAllocationOutsideTLAB", 2, 1, 1, 3, 5000)
            .Event("jdk.ObjectAllocationSample", 3, 1, 1, 3, 6000);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(
            ["jdk.ObjectAllocationInNewTLAB 4096 bytes", "jdk.ObjectAllocationOutsideTLAB 5000 bytes", "jdk.ObjectAllocationSample 6000 bytes"],
            Enumerable.Range(0, 3).Select(i =>
            {
                SampleEventId id = profile.Samples.Events[i];
                return $"{profile.Events[id]} {profile.Samples.GetValues(0)[i]} {Assert.Single(profile.GetValueTypes(id).ToArray()).Unit}";
            }));
    }

    [Fact]
    public void An_allocation_has_the_class_of_the_object_as_a_label()
    {
        Profile profile = JfrRecordings.Parse(JfrRecordings.Start().AddConstants().Event("jdk.ObjectAllocationSample", 3, 1, 1, 3, 6000).Close());
        SampleLabel label = Assert.Single(profile.LabelSets[profile.Samples.LabelSets[0]].ToArray());
        Assert.Equal(("class", "byte[]"), (label.Key, label.Text));
    }

    [Fact]
    public void Wall_clock_samples_that_async_profiler_batches_count_as_many_and_sleeping_threads_are_idle()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        chunk.Event(JfrRecordings.Wall, 1, 1, 1, 2, 40).Event(JfrRecordings.Wall, 2, 1, 1, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal([40, 1], profile.Samples.Counts.ToArray());
        Assert.Equal([true, false], [profile.IsIdle(0), profile.IsIdle(1)]);
    }

    [Theory]
    [InlineData("STATE_SLEEPING", true)]
    [InlineData("STATE_PARKED_TIMED", true)]
    [InlineData("STATE_IN_OBJECT_WAIT", true)]
    [InlineData("WAITING", true)]
    [InlineData("STATE_BLOCKED_ON_MONITOR_ENTER", false)]
    [InlineData("STATE_RUNNABLE", false)]
    [InlineData("STATE_DEFAULT", false)]
    public void The_state_of_the_thread_decides_whether_a_sample_is_idle(string state, bool isIdle)
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Constant("jdk.types.ThreadState", 9, state);
        Profile profile = JfrRecordings.Parse(chunk.Event(JfrRecordings.Execution, 1, 1, 1, 9).Close());
        Assert.Equal(isIdle, profile.IsIdle(0));
    }

    [Fact]
    public void Durations_in_ticks_become_nanoseconds()
    {
        var chunk = new JfrChunkWriter { TicksPerSecond = 3_000_000_000 };
        JfrRecordings.DefineEvents(chunk);
        chunk.AddConstants().Event("jdk.JavaMonitorEnter", 3_000_000_001, 3_000, 1, 1, 2, 0);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(1_000, profile.Samples.GetValues(0)[0]);
        Assert.Equal(JfrChunkWriter.DefaultStart + 1_000_000_000, profile.Samples.Times[0]);
    }

    [Theory]
    [InlineData("MICROSECONDS", 5_000)]
    [InlineData("MILLISECONDS", 5_000_000)]
    [InlineData("NANOSECONDS", 5)]
    public void Durations_of_other_units_become_nanoseconds(string unit, long expected)
    {
        JfrChunkWriter chunk = JfrRecordings.Start().Type("jdk.ThreadSleep", "long startTime", $"long duration @{unit}").AddConstants();
        Profile profile = JfrRecordings.Parse(chunk.Event("jdk.ThreadSleep", 1, 5).Close());
        Assert.Equal(expected, profile.Samples.GetValues(0)[0]);
    }

    [Fact]
    public void CPU_time_samples_have_their_period_and_lost_samples_are_counted()
    {
        JfrChunkWriter chunk = JfrRecordings.Start()
            .Type("jdk.CPUTimeSample", "long startTime", "StackTrace* stackTrace", "Thread* eventThread", "boolean failed", "long samplingPeriod @TICKS", "boolean biased")
            .Type("jdk.CPUTimeSamplesLost", "long startTime", "int lostSamples", "Thread* eventThread").AddConstants();
        chunk.Event("jdk.CPUTimeSample", 5, 1, 1, false, 10_000_000, false).Event("jdk.CPUTimeSamplesLost", 9, 17, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(["5 jdk.CPUTimeSample 10000000*1 main/101 java.lang.Thread.run:840;Shop.hash:20"], JfrRecordings.Lines(profile));
        Assert.Equal(17, profile.LostCount);
    }

    [Fact]
    public void Fields_that_a_recorder_adds_are_skipped()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().Type("test.Extra", "long a", "String[] b", "double c")
            .Type("jdk.ExecutionSample", "long contextId", "test.Extra extra", "String[] tags", "long startTime", "float f", "Thread* sampledThread",
                "test.Extra[] more", "StackTrace* stackTrace", "char last").AddConstants();
        object?[] extra = [5, new object?[] { "x", null, "" }, 0.5];
        chunk.Event("jdk.ExecutionSample", 7, extra, new object?[] { "a", "b" }, 1_000, 0f, 2, new object?[] { extra, extra }, 1, 65);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(["1000 jdk.ExecutionSample 1*1 worker/102 java.lang.Thread.run:840;Shop.hash:20"], JfrRecordings.Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Events_that_are_not_samples_are_skipped()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().Type("jdk.ThreadStart", "long startTime", "StackTrace* stackTrace", "Thread* thread").AddConstants();
        chunk.Event("jdk.ThreadStart", 1, 1, 1).Event(JfrRecordings.Execution, 2, 1, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(1, profile.Samples.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Events_of_applications_with_a_stack_are_counted_and_have_a_duration()
    {
        JfrChunkWriter chunk = JfrRecordings.Start()
            .Type("shop.Order", "long startTime", "long duration @TICKS", "Thread* eventThread", "StackTrace* stackTrace", "String name").AddConstants();
        Profile profile = JfrRecordings.Parse(chunk.Event("shop.Order", 1, 250, 1, 1, "first").Close());
        Assert.Equal(["1 shop.Order 250*1 main/101 java.lang.Thread.run:840;Shop.hash:20"], JfrRecordings.Lines(profile));
    }

    [Fact]
    public void A_sample_without_a_thread_or_a_stack_is_kept()
    {
        Profile profile = JfrRecordings.Parse(JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 1, 0, 0, 1).Close());
        Assert.Equal(["1 jdk.ExecutionSample 1*1 / "], JfrRecordings.Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_sample_of_an_unknown_stack_is_kept_without_one_and_counted()
    {
        Profile profile = JfrRecordings.Parse(JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 1, 1, 99, 1).Close());
        Assert.Equal(["1 jdk.ExecutionSample 1*1 main/101 "], JfrRecordings.Lines(profile));
        Assert.Equal(JfrProblem.UnknownStack, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void Threads_of_one_system_id_are_told_apart_by_their_names()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        chunk.Constant("java.lang.Thread", 5, "pool", 500, "pool-1", 30).Constant("java.lang.Thread", 6, "pool", 500, "pool-2", 31);
        chunk.Event(JfrRecordings.Execution, 1, 5, 1, 1).Event(JfrRecordings.Execution, 2, 6, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(["pool-1", "pool-2"], profile.Threads.Select(thread => profile.Comms[thread.Comm]));
    }

    [Fact]
    public void A_native_thread_has_its_system_name_and_a_virtual_thread_its_Java_id()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        chunk.Constant("java.lang.Thread", 5, "GC Thread#0", 500, "", 0).Constant("java.lang.Thread", 6, null, 0, "virtual", 77);
        chunk.Event(JfrRecordings.Execution, 1, 5, 1, 1).Event(JfrRecordings.Execution, 2, 6, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(["GC Thread#0/500", "virtual/77"], profile.Threads.Select(thread => $"{profile.Comms[thread.Comm]}/{thread.Tid}"));
    }

    [Theory]
    [InlineData(new[] { "profiler.WallClockSample", "jdk.ExecutionSample" }, "jdk.ExecutionSample")]
    [InlineData(new[] { "jdk.ObjectAllocationSample", "profiler.WallClockSample" }, "profiler.WallClockSample")]
    [InlineData(new[] { "jdk.JavaMonitorEnter", "jdk.ObjectAllocationSample" }, "jdk.JavaMonitorEnter")]
    public void The_default_event_is_the_execution_sample_else_the_wall_clock_else_the_first(string[] events, string expected)
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        foreach (string name in events)
        {
            if (name == JfrRecordings.Execution) chunk.Event(name, 1, 1, 1, 1);
            else if (name == JfrRecordings.Wall) chunk.Event(name, 1, 1, 1, 1, 1);
            else if (name == "jdk.JavaMonitorEnter") chunk.Event(name, 1, 1, 1, 1, 1, 1);
            else chunk.Event(name, 1, 1, 1, 1, 1);
        }
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(expected, profile.Events[Assert.NotNull(profile.DefaultEvent)]);
    }

    [Fact]
    public void A_negative_duration_is_read_as_0_and_counted()
    {
        Profile profile = JfrRecordings.Parse(JfrRecordings.Start().AddConstants().Event("jdk.JavaMonitorEnter", 1, -5, 1, 1, 1, 1).Close());
        Assert.Equal(0, profile.Samples.GetValues(0)[0]);
        Assert.Equal(JfrProblem.NegativeValue, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void A_sample_after_which_a_sum_would_overflow_is_left_out_and_counted()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        for (int i = 0; i < 3; i++) chunk.Event("jdk.ObjectAllocationSample", i, 1, 1, 1, long.MaxValue / 2);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal(JfrProblem.Sum, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void The_header_has_the_facts_of_the_JVM()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().Type("jdk.JVMInformation", "long startTime", "String jvmName", "String javaArguments", "long pid")
            .Type("jdk.CPUInformation", "long startTime", "String cpu", "int hwThreads").AddConstants();
        chunk.Event("jdk.JVMInformation", 1, "OpenJDK", "Shop 4", 42).Event("jdk.CPUInformation", 1, "fast", 8);
        RecordingHeader header = JfrRecordings.Parse(chunk.Close()).Header;
        Assert.Equal(("Shop 4", "fast", 8), (header.CommandLine, header.CpuDescription, header.CpusOnline));
        Assert.Equal(["jvmName=OpenJDK", "javaArguments=Shop 4", "pid=42", "cpu=fast", "hwThreads=8"], header.Facts.Select(fact => $"{fact.Name}={fact.Value}"));
    }

    [Fact]
    public void Threads_have_the_process_of_the_JVM_wherever_its_event_is()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().Type("jdk.JVMInformation", "long startTime", "String jvmName", "long pid").AddConstants();
        chunk.Event("jdk.ObjectAllocationSample", 1, 1, 1, 1, 8).Event("jdk.JVMInformation", 1, "OpenJDK", 42);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(42, profile.Threads[Assert.Single(profile.Samples).Thread].Pid);

        // 0 is no process.
        chunk = JfrRecordings.Start().Type("jdk.JVMInformation", "long startTime", "long pid").AddConstants();
        chunk.Event("jdk.ObjectAllocationSample", 1, 1, 1, 1, 8).Event("jdk.JVMInformation", 1, 0);
        profile = JfrRecordings.Parse(chunk.Close());
        Assert.Null(profile.Threads[Assert.Single(profile.Samples).Thread].Pid);
    }

    [Fact]
    public void Times_are_Unix_times()
    {
        WallClock clock = Assert.IsType<WallClock>(JfrRecordings.Parse(JfrRecordings.Whole()).Header.Clock);
        Assert.Equal(JfrChunkWriter.DefaultStart, clock.UnixNanosecondsAt(JfrChunkWriter.DefaultStart));
        Assert.True(clock.IsExact);
    }
}
