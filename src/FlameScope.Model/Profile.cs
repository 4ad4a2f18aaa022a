namespace FlameScope.Model;

/// <summary>
/// An immutable profile: tables of distinct names, frames, stacks and threads, and the samples that refer to them, as columns in time order.
/// </summary>
/// <remarks>
/// Every column is one array, whatever the number of samples; nothing here is an object a sample, a frame or a stack. A profile may be read by
/// many threads at once. Make one with <see cref="ProfileBuilder"/>, or with a parser that feeds one.
/// </remarks>
public sealed partial class Profile
{
    private readonly ulong[] _idle;
    private FrameLabels? _labels;

    internal Profile(ProfileTables tables, SampleTable samples, ProfileFacts facts)
    {
        Symbols = tables.Symbols;
        Modules = tables.Modules;
        Sources = tables.Sources;
        Comms = tables.Comms;
        Events = tables.Events;
        Frames = tables.Frames;
        Stacks = tables.Stacks;
        Threads = tables.Threads;
        Samples = samples;
        Format = facts.Format;
        Header = facts.Header;
        Diagnostics = facts.Diagnostics;
        LostCount = facts.LostCount;
        _idle = FindIdle();
        IdleCount = SampleMask.Count(_idle, 0, samples.Count);
    }

    /// <summary>The format the profile was read from, in lower case, such as <c>perf script</c>; empty when it was built by hand.</summary>
    public string Format { get; }

    /// <summary>What the recording says about itself.</summary>
    public RecordingHeader Header { get; }

    /// <summary>Names of functions. Row 0 is <c>[unknown]</c>.</summary>
    public NameTable<SymbolId> Symbols { get; }

    /// <summary>Names of modules. Row 0 is empty: no module.</summary>
    public NameTable<ModuleId> Modules { get; }

    /// <summary>Places in source code. Row 0 is empty: no place.</summary>
    public NameTable<SourceId> Sources { get; }

    /// <summary>Names of threads.</summary>
    public NameTable<CommId> Comms { get; }

    /// <summary>Names of events.</summary>
    public NameTable<SampleEventId> Events { get; }

    /// <summary>The distinct frames.</summary>
    public FrameTable Frames { get; }

    /// <summary>The distinct stacks.</summary>
    public StackTable Stacks { get; }

    /// <summary>The distinct threads.</summary>
    public ThreadTable Threads { get; }

    /// <summary>The samples.</summary>
    public SampleTable Samples { get; }

    /// <summary>What could not be read, a reason each, most frequent first. Empty when everything was read.</summary>
    public IReadOnlyList<ReadDiagnostic> Diagnostics { get; }

    /// <summary>The number of samples that are idle by <see cref="IdleRule"/>. They are among <see cref="Samples"/>.</summary>
    public int IdleCount { get; }

    /// <summary>The number of samples that the recorder says it lost. They are not among <see cref="Samples"/>.</summary>
    public long LostCount { get; }

    /// <summary>How often something in the input could not be read: the sum over <see cref="Diagnostics"/>.</summary>
    public long UnreadableCount => Diagnostics.Sum(d => d.Count);

    /// <summary>The frames' names as they are shown in trees, tables and folded text.</summary>
    public FrameLabels Labels => _labels ??= new FrameLabels(this);

    /// <summary>The earliest time of any sample in nanoseconds, idle ones included; <c>null</c> when none has a time.</summary>
    public long? FirstTime => HasTimes ? Samples.Times[Samples.UntimedCount] : null;

    /// <summary>The latest time of any sample in nanoseconds, idle ones included; <c>null</c> when none has a time.</summary>
    public long? LastTime => HasTimes ? Samples.Times[^1] : null;

    /// <summary>Whether any sample has a time. Without times there are stacks, but no heat map and no ranges.</summary>
    public bool HasTimes => Samples.UntimedCount < Samples.Count;

    /// <summary>
    /// The time that ranges in seconds count from: <see cref="FirstTime"/> rounded down to a whole second, as in FlameScope. 0 without
    /// times. Where that second begins before the first time that a <see cref="long"/> can tell, it is that time.
    /// </summary>
    public long Origin => FirstTime is { } first ? FloorToSecond(first) : 0;

    /// <summary>A range in seconds after <see cref="Origin"/>.</summary>
    /// <param name="from">Seconds; <c>null</c> for no start.</param>
    /// <param name="to">Seconds, not included; <c>null</c> for no end.</param>
    /// <returns><see cref="TimeRange.All"/> when neither end is given.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or too large.</exception>
    /// <exception cref="UntimedProfileException">An end is given, and no sample has a time.</exception>
    public TimeRange RangeOfSeconds(double? from, double? to)
    {
        // A range would hold no sample, and a picture of it would be empty without a word.
        if ((from ?? to) is not null && !HasTimes) throw new UntimedProfileException();
        return TimeRange.FromSeconds(Origin, from, to);
    }

    /// <summary>Whether a sample is idle by <see cref="IdleRule"/>.</summary>
    /// <param name="sample">The index of a sample.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such sample.</exception>
    public bool IsIdle(int sample)
    {
        _ = Samples.Times[sample]; // Throws where there is no such row; the last word of the mask has room to spare and would not.
        return SampleMask.Get(_idle, sample);
    }

    private static long FloorToSecond(long time)
    {
        long rest = time % TimeRange.NanosecondsPerSecond;
        if (rest >= 0) return time - rest;
        long second = time - rest;
        return second >= SampleTable.NoTime + 1 + TimeRange.NanosecondsPerSecond ? second - TimeRange.NanosecondsPerSecond : SampleTable.NoTime + 1;
    }

    private ulong[] FindIdle()
    {
        var isIdleTask = new bool[Threads.Count];
        for (int i = 0; i < isIdleTask.Length; i++) isIdleTask[i] = IdleRule.IsIdleTask(Comms.GetUtf8(Threads.Rows[i].Comm));

        // 0: not asked yet. Only leaves of the idle task are ever asked.
        var isIdlePrimitive = new sbyte[Symbols.Count];
        ulong[] idle = SampleMask.Create(Samples.Count);
        ReadOnlySpan<ThreadId> threads = Samples.Threads;
        ReadOnlySpan<StackId> stacks = Samples.Stacks;
        for (int i = 0; i < threads.Length; i++)
        {
            if (!isIdleTask[threads[i].Value] || stacks[i] == StackId.Empty) continue;
            SymbolId leaf = Frames[Stacks.Frames[stacks[i].Value]].Symbol;
            ref sbyte answer = ref isIdlePrimitive[leaf.Value];
            if (answer == 0) answer = IdleRule.IsIdlePrimitive(Symbols.GetUtf8(leaf)) ? (sbyte)1 : (sbyte)-1;
            if (answer > 0) SampleMask.Set(idle, i);
        }
        return idle;
    }
}
