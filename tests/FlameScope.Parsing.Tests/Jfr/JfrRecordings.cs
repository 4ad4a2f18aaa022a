using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing.Tests;

/// <summary>Recordings of one small program, and the text of what is read.</summary>
internal static class JfrRecordings
{
    public const string Execution = "jdk.ExecutionSample";
    public const string Wall = "profiler.WallClockSample";

    /// <summary>Returns a writer with the events of both recorders, and with constants that events may refer to once they are written.</summary>
    /// <remarks>
    /// Threads 1 (main) and 2 (worker), states 1 (runnable) and 2 (sleeping), classes 1 (java/lang/Thread), 2 (Shop) and 3 (byte[]), methods 1
    /// (Thread.run), 2 (Shop.hash) and 3 (Shop.fill), stacks 1 (run, hash), 2 (run, hash, fill) and 3 (run).
    /// </remarks>
    public static JfrChunkWriter Start(bool isCompressed = true, long firstType = 20, JfrTextEncoding encoding = JfrTextEncoding.Utf8,
        bool hasShortSizes = false)
    {
        var chunk = new JfrChunkWriter(isCompressed, firstType) { Encoding = encoding, HasShortSizes = hasShortSizes };
        DefineEvents(chunk);
        return chunk;
    }

    public static void DefineEvents(JfrChunkWriter chunk)
    {
        chunk.Type(Execution, "long startTime", "Thread* sampledThread", "StackTrace* stackTrace", "ThreadState* state");
        chunk.Type(Wall, "long startTime", "Thread* eventThread", "StackTrace* stackTrace", "ThreadState* state", "int samples");
        chunk.Type("jdk.ObjectAllocationInNewTLAB", "long startTime", "Thread* eventThread", "StackTrace* stackTrace", "Class* objectClass",
            "long allocationSize", "long tlabSize");
        chunk.Type("jdk.ObjectAllocationOutsideTLAB", "long startTime", "Thread* eventThread", "StackTrace* stackTrace", "Class* objectClass",
            "long allocationSize");
        chunk.Type("jdk.ObjectAllocationSample", "long startTime", "Thread* eventThread", "StackTrace* stackTrace", "Class* objectClass", "long weight");
        chunk.Type("jdk.JavaMonitorEnter", "long startTime", "long duration @TICKS", "Thread* eventThread", "StackTrace* stackTrace",
            "Class* monitorClass", "long address");
    }

    public static JfrChunkWriter AddConstants(this JfrChunkWriter chunk)
    {
        chunk.Constant("java.lang.Thread", 1, "main", 101, "main", 1).Constant("java.lang.Thread", 2, "worker", 102, "worker", 2);
        chunk.Constant("jdk.types.ThreadState", 1, "STATE_RUNNABLE").Constant("jdk.types.ThreadState", 2, "STATE_SLEEPING");
        string[] frameTypes = ["Interpreted", "JIT compiled", "Inlined", "Native"];
        for (int i = 0; i < frameTypes.Length; i++) chunk.Constant("jdk.types.FrameType", i + 1, frameTypes[i]);
        string[] symbols = ["java/lang/Thread", "Shop", "[B", "run", "hash", "fill"];
        for (int i = 0; i < symbols.Length; i++) chunk.Constant("jdk.types.Symbol", i + 1, symbols[i]);
        for (int i = 1; i <= 3; i++) chunk.Constant("java.lang.Class", i, 0, i, 1);
        chunk.Constant("jdk.types.Method", 1, 1, 4, 0, 1, 0).Constant("jdk.types.Method", 2, 2, 5, 0, 1, 0).Constant("jdk.types.Method", 3, 2, 6, 0, 1, 0);
        object?[] run = [1, 840, 11, 1];
        object?[] hash = [2, 20, 5, 2];
        object?[] fill = [3, 31, 7, 3];
        chunk.Constant("jdk.types.StackTrace", 1, false, new object?[] { hash, run });
        chunk.Constant("jdk.types.StackTrace", 2, false, new object?[] { fill, hash, run });
        chunk.Constant("jdk.types.StackTrace", 3, false, new object?[] { run });
        return chunk;
    }

    /// <summary>Returns a recording with events of every kind in two chunks.</summary>
    public static byte[] Whole(bool isCompressed = true) =>
    [
        .. Start(isCompressed).WriteMetadata().Event(Execution, 1_000, 1, 1, 1).Event(Wall, 3_000, 2, 3, 2, 5).Event(Wall, 2_000, 1, 2, 1, 1)
            .AddConstants().WriteConstants().Event("jdk.JavaMonitorEnter", 4_000, 700, 2, 1, 2, 77).Close(),
        .. Start(isCompressed, firstType: 300).AddConstants().WriteConstants().Event(Execution, 9_000, 2, 2, 1)
            .Event("jdk.ObjectAllocationInNewTLAB", 8_000, 1, 1, 3, 24, 4096).Event(Execution, 8_500, 1, 3, 1).Close(),
    ];

    public static Profile Parse(ReadOnlyMemory<byte> recording, ProfileReadOptions? options = null) => ProfileFormats.Default.Parse(recording, options);

    /// <summary>
    /// Returns a line per sample: time after the default start, event, value, count, thread, idle, and the frames from the root on with their lines.
    /// </summary>
    public static string[] Lines(Profile profile)
    {
        var lines = new string[profile.Samples.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            ThreadInfo thread = profile.Threads[profile.Samples.Threads[i]];
            long value = profile.Samples.GetValues(0) is { IsEmpty: false } values ? values[i] : 1;
            long count = profile.Samples.Counts is { IsEmpty: false } counts ? counts[i] : 1;
            string time = profile.Samples.Times[i] == SampleTable.NoTime
                ? "-"
                : (profile.Samples.Times[i] - JfrChunkWriter.DefaultStart).ToString(CultureInfo.InvariantCulture);
            string idle = profile.IsIdle(i) ? " idle" : "";
            lines[i] = string.Create(CultureInfo.InvariantCulture,
                $"{time} {profile.Events[profile.Samples.Events[i]]} {value}*{count} {profile.Comms[thread.Comm]}/{thread.Tid}{idle} {Stack(profile, i)}");
        }
        return lines;
    }

    /// <summary>Returns the names of the frames of a sample, the root first, each with its line.</summary>
    public static string Stack(Profile profile, int sample)
    {
        var frames = new List<string>();
        for (StackId stack = profile.Samples.Stacks[sample]; stack != StackId.Empty; stack = profile.Stacks.Parents[stack.Value])
        {
            Frame frame = profile.Frames[profile.Stacks.Frames[stack.Value]];
            string line = frame.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $":{frame.Line}") : "";
            frames.Insert(0, profile.Symbols[frame.Symbol] + line);
        }
        return string.Join(';', frames);
    }
}
