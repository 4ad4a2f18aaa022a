using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace FlameScope.Model;

/// <summary>
/// An immutable profile: tables of distinct names, frames, stacks and threads, and the samples that refer to them, as columns in time order.
/// </summary>
/// <remarks>
/// Each column is a single array. No object is allocated per sample, frame or stack. A profile may be read by several threads at once. Profiles are
/// built by <see cref="ProfileBuilder"/>, or by a parser that uses one.
/// </remarks>
/// <example>
/// <code>
/// Profile profile = ProfileFile.Open("perf.txt.gz");
/// foreach (Sample sample in profile.Samples)
/// {
///     string stack = string.Join(';', profile.GetStackNames(sample.Stack));
///     Console.WriteLine($"{profile.GetThreadName(sample.Thread)};{stack} {sample.Period}");
/// }
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Profile
{
    private const string MixedUnit = "values";

    private readonly ulong[] _idle;
    private readonly WeightTable _weights;
    private FrameLabels? _labels;

    internal Profile(
        Tables tables,
        SampleTable samples,
        string format,
        RecordingHeader header,
        IReadOnlyList<ReadDiagnostic> diagnostics,
        long lostCount,
        IReadOnlyList<RecordingGap> gaps,
        SampleEventId? defaultEvent,
        Func<Profile, ulong[]>? idleRule)
    {
        Symbols = tables.Symbols;
        Modules = tables.Modules;
        Sources = tables.Sources;
        Comms = tables.Comms;
        Events = tables.Events;
        EventTypes = tables.EventTypes;
        LabelSets = tables.LabelSets;
        DefaultEvent = defaultEvent;
        Frames = tables.Frames;
        Stacks = tables.Stacks;
        Threads = tables.Threads;
        Samples = samples;
        Format = format;
        Header = header;
        Diagnostics = diagnostics;
        LostCount = lostCount;
        Gaps = gaps;
        _weights = new WeightTable(EventTypes, defaultEvent, samples);
        _idle = JoinIdle(idleRule?.Invoke(this) ?? SampleMask.Create(samples.Count), samples.IdleMask);
        IdleCount = SampleMask.Count(_idle, 0, samples.Count);
    }

    /// <summary>The tables of a profile.</summary>
    internal sealed record Tables(
        NameTable<SymbolId> Symbols,
        NameTable<ModuleId> Modules,
        NameTable<SourceId> Sources,
        NameTable<CommId> Comms,
        NameTable<SampleEventId> Events,
        EventValueTypes[] EventTypes,
        LabelSetTable LabelSets,
        FrameTable Frames,
        StackTable Stacks,
        ThreadTable Threads);

    /// <summary>The format that the profile was read from, in lower case, such as <c>perf script</c>; empty if the profile was not read.</summary>
    public string Format { get; }

    /// <summary>The facts about the recording.</summary>
    public RecordingHeader Header { get; }

    /// <summary>The names of functions. Row 0 is <c>[unknown]</c>.</summary>
    [JsonIgnore]
    public NameTable<SymbolId> Symbols { get; }

    /// <summary>The names of modules. Row 0 is empty and means no module.</summary>
    [JsonIgnore]
    public NameTable<ModuleId> Modules { get; }

    /// <summary>The locations in source code. Row 0 is empty and means no location.</summary>
    [JsonIgnore]
    public NameTable<SourceId> Sources { get; }

    /// <summary>The names of threads.</summary>
    [JsonIgnore]
    public NameTable<CommId> Comms { get; }

    /// <summary>The names of events. Events of one name have other value types.</summary>
    public NameTable<SampleEventId> Events { get; }

    /// <summary>
    /// The event that is selected where no event is named, for a source with several events of which one is plainly meant; <c>null</c> for all events.
    /// </summary>
    public SampleEventId? DefaultEvent { get; }

    /// <summary>The distinct sets of labels of samples.</summary>
    [JsonIgnore]
    public LabelSetTable LabelSets { get; }

    /// <summary>The distinct frames.</summary>
    [JsonIgnore]
    public FrameTable Frames { get; }

    /// <summary>The distinct stacks.</summary>
    [JsonIgnore]
    public StackTable Stacks { get; }

    /// <summary>The distinct threads.</summary>
    [JsonIgnore]
    public ThreadTable Threads { get; }

    /// <summary>The samples.</summary>
    [JsonIgnore]
    public SampleTable Samples { get; }

    /// <summary>The problems in the input, one entry per reason, in descending order of their counts. Empty if there were none.</summary>
    public IReadOnlyList<ReadDiagnostic> Diagnostics { get; }

    /// <summary>The number of idle samples, see <see cref="IsIdle"/>. They are included in <see cref="Samples"/>.</summary>
    public int IdleCount { get; }

    /// <summary>The number of samples that the recorder reports as lost. They are not included in <see cref="Samples"/>.</summary>
    public long LostCount { get; }

    /// <summary>
    /// The parts in which the recorder reports that samples are missing, by time. Empty for formats that report none with a time; times without samples
    /// are no gaps by themselves.
    /// </summary>
    public IReadOnlyList<RecordingGap> Gaps { get; }

    /// <summary>
    /// The number of problems in the input: the sum of the counts in <see cref="Diagnostics"/>, at most <see cref="long.MaxValue"/>.
    /// </summary>
    public long UnreadableCount
    {
        get
        {
            long sum = 0;
            foreach (ReadDiagnostic diagnostic in Diagnostics) sum += Math.Min(diagnostic.Count, long.MaxValue - sum);
            return sum;
        }
    }

    /// <summary>The earliest time of all samples in nanoseconds, including idle ones; <c>null</c> if no sample has a time.</summary>
    public long? FirstTime => HasTimes ? Samples.Times[Samples.UntimedCount] : null;

    /// <summary>The latest time of all samples in nanoseconds, including idle ones; <c>null</c> if no sample has a time.</summary>
    public long? LastTime => HasTimes ? Samples.Times[^1] : null;

    /// <summary>Indicates whether any sample has a time. A profile without times has stacks, but no heat map and no ranges.</summary>
    public bool HasTimes => Samples.UntimedCount < Samples.Count;

    /// <summary>
    /// The time in nanoseconds from which ranges in seconds are counted: <see cref="FirstTime"/> rounded down to a whole second, as in FlameScope. 0
    /// if no sample has a time. If that second starts before the first time that a <see cref="long"/> can represent, the origin is that time.
    /// </summary>
    public long Origin => FirstTime is { } first ? FloorToSecond(first) : 0;

    /// <summary>
    /// The weights of the profile: <see cref="SampleWeight.Samples"/>, then each value type, those of <see cref="DefaultEvent"/> first.
    /// </summary>
    public IReadOnlyList<SampleWeight> Weights => _weights.All;

    /// <summary>One bit per sample that is set if the sample is idle.</summary>
    internal ReadOnlySpan<ulong> IdleMask => _idle;

    /// <summary>The value types of each event.</summary>
    internal EventValueTypes[] EventTypes { get; }

    /// <summary>The displayed names of frames.</summary>
    internal FrameLabels Labels => _labels ??= new FrameLabels(this);

    /// <summary>Returns a range in seconds after <see cref="Origin"/>.</summary>
    /// <param name="from">The start in seconds; <c>null</c> for no start.</param>
    /// <param name="to">The end in seconds, excluded; <c>null</c> for no end.</param>
    /// <returns>The range; <see cref="TimeRange.All"/> if both ends are <c>null</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is not finite or is too large, or <paramref name="to"/> is not greater than <paramref name="from"/>.
    /// </exception>
    /// <exception cref="UntimedProfileException">An end is given and no sample has a time.</exception>
    public TimeRange RangeOfSeconds(double? from, double? to)
    {
        // Without this check the range would contain no sample, and a picture of it would be empty without an explanation.
        if ((from ?? to) is not null && !HasTimes) throw new UntimedProfileException();
        return TimeRange.FromSeconds(Origin, from, to);
    }

    /// <summary>Indicates whether a sample is idle: the thread did not work. The reader of the format decides it.</summary>
    /// <param name="sample">The index of a sample.</param>
    /// <returns><c>true</c> if the sample is idle.</returns>
    /// <remarks>
    /// For Linux, the thread is the kernel's idle task, <c>swapper</c> or <c>swapper/N</c> for processor N, and the leaf is one of the kernel's idle
    /// functions. Work that interrupts an idle processor, such as a softirq, is not idle.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public bool IsIdle(int sample)
    {
        // The last word of the mask has spare bits: without this check, reading past the last sample would not throw.
        RowIndex.Check(sample, Samples.Count, nameof(sample));
        return SampleMask.Get(_idle, sample);
    }

    /// <summary>Returns the value types of an event.</summary>
    /// <param name="eventId">The id of a row of <see cref="Events"/>.</param>
    /// <returns>The value types; <see cref="SampleTable.GetValues"/> takes their indexes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Events"/> has no row <paramref name="eventId"/>.</exception>
    public IReadOnlyList<SampleValueType> GetValueTypes(SampleEventId eventId)
    {
        RowIndex.Check(eventId.Value, EventTypes.Length, nameof(eventId));
        return EventTypes[eventId.Value].Types;
    }

    /// <summary>Returns the value type of an event that views show by default.</summary>
    /// <param name="eventId">The id of a row of <see cref="Events"/>.</param>
    /// <returns>The index of the value type; <c>null</c> for the number of samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Events"/> has no row <paramref name="eventId"/>.</exception>
    public int? GetDefaultValueType(SampleEventId eventId)
    {
        RowIndex.Check(eventId.Value, EventTypes.Length, nameof(eventId));
        return EventTypes[eventId.Value].Default;
    }

    /// <summary>Returns the weight that a weight means for this profile.</summary>
    /// <param name="weight">
    /// The weight. <c>default</c> is the default value type of <see cref="DefaultEvent"/>; without such an event, the default value type that all events have
    /// in common; without such a type, the number of samples.
    /// </param>
    /// <returns>
    /// The weight, never the default one. A value type is named without its unit, except if the profile has several units for the name. In a profile whose
    /// events have no value types, <see cref="SampleWeight.Period"/> is the number of samples. A profile without events has each weight, with the total 0.
    /// </returns>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    public SampleWeight Resolve(SampleWeight weight) => _weights.Find(weight) ?? throw new ArgumentException(
        $"The profile has no value '{weight}'. Its values are {string.Join(", ", Weights)}.", nameof(weight));

    /// <summary>Returns the weight of an event that views of the event show by default.</summary>
    /// <param name="eventId">The id of a row of <see cref="Events"/>.</param>
    /// <returns>The weight of <see cref="GetDefaultValueType"/>; the number of samples if the event has no default value type.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Events"/> has no row <paramref name="eventId"/>.</exception>
    public SampleWeight GetDefaultWeight(SampleEventId eventId)
    {
        RowIndex.Check(eventId.Value, EventTypes.Length, nameof(eventId));
        return _weights.DefaultOf(EventTypes[eventId.Value]);
    }

    /// <summary>Indicates whether the profile has a weight.</summary>
    /// <param name="weight">The weight.</param>
    /// <returns><c>false</c> if <see cref="Resolve"/> would throw.</returns>
    public bool HasWeight(SampleWeight weight) => _weights.Find(weight) is not null;

    /// <summary>Returns the unit of the totals of a weight, for people.</summary>
    /// <param name="weight">The weight.</param>
    /// <returns>
    /// <c>samples</c>, <c>events</c>, <c>nanoseconds</c>, <c>bytes</c>, or the text of the source. The unit of a count is the name of the value type, such as
    /// <c>contentions</c>. If events have the value in different units, the unit is <c>values</c>.
    /// </returns>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    public string GetUnit(SampleWeight weight) => GetUnit(weight, _ => true);

    /// <summary>Returns the name of a frame as it is displayed in trees, tables and folded stacks.</summary>
    /// <param name="frame">The id of a row of <see cref="Frames"/>.</param>
    /// <returns>The name.</returns>
    /// <remarks>
    /// <list type="bullet">
    /// <item>An unknown function is displayed as the file name of its module in brackets, such as <c>[libc.so.6]</c>, or as <c>[unknown]</c> without
    /// a module. A module name that is already in brackets, such as <c>[kernel.kallsyms]</c>, is displayed unchanged.</item>
    /// <item>The name of a JIT-compiled function that starts with a JVM class descriptor, such as <c>Ljava/util/List;::size</c>, is displayed without
    /// the leading <c>L</c>.</item>
    /// <item>Every other name is displayed as it was recorded.</item>
    /// </list>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Frames"/> has no row <paramref name="frame"/>.</exception>
    public string GetFrameName(FrameId frame)
    {
        RowIndex.Check(frame.Value, Frames.Count, nameof(frame));
        return Labels[frame];
    }

    /// <summary>Returns the names of the frames of a stack; see <see cref="GetFrameName"/>.</summary>
    /// <param name="stack">The id of a row of <see cref="Stacks"/>.</param>
    /// <param name="rootFirst"><c>true</c> to start with the root; <c>false</c> to start with the leaf.</param>
    /// <returns>A new array; empty for <see cref="StackId.Empty"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Stacks"/> has no row <paramref name="stack"/>.</exception>
    public string[] GetStackNames(StackId stack, bool rootFirst = true)
    {
        string[] names = Array.ConvertAll(Stacks.GetFrames(stack), frame => Labels[frame]);
        if (rootFirst) Array.Reverse(names);
        return names;
    }

    /// <summary>Returns the name of a thread.</summary>
    /// <param name="thread">The id of a row of <see cref="Threads"/>.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Threads"/> has no row <paramref name="thread"/>.</exception>
    public string GetThreadName(ThreadId thread) => Comms[Threads[thread].Comm];

    /// <summary>Returns the name of the machine of a thread.</summary>
    /// <param name="thread">The id of a row of <see cref="Threads"/>.</param>
    /// <returns>The name, which is that of the header in a profile of one machine; <c>null</c> if it is unknown.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Threads"/> has no row <paramref name="thread"/>.</exception>
    public string? GetHostName(ThreadId thread)
    {
        string? host = Threads[thread].Host;
        return Header.HasThreadHosts ? host : host ?? Header.HostName;
    }

    /// <summary>Returns the size of the profile, such as <c>perf script: 3000 samples, 120 stacks, 4 threads, 100.5 s to 130 s</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString()
    {
        string format = Format.Length == 0 ? "profile" : Format;
        string times = FirstTime is { } first && LastTime is { } last
            ? $"{TimeRange.SecondsText(first)} to {TimeRange.SecondsText(last)}"
            : "no times";
        return string.Create(
            CultureInfo.InvariantCulture, $"{format}: {Samples.Count} samples, {Stacks.Count} stacks, {Threads.Count} threads, {times}");
    }

    /// <summary>Returns the unit of a weight for some events; <c>values</c> if they have different ones.</summary>
    internal string GetUnit(SampleWeight weight, Func<int, bool> hasEvent)
    {
        weight = Resolve(weight);
        string? unit = null;
        for (int i = 0; i < EventTypes.Length; i++)
        {
            if (!hasEvent(i) || _weights.GetUnit(weight, i) is not { } next) continue;
            if (unit is not null && unit != next) return MixedUnit;
            unit = next;
        }
        if (unit is not null) return unit;
        // None of these events has the value: the unit is that of the events that have it.
        for (int i = 0; i < EventTypes.Length && unit is null; i++) unit = _weights.GetUnit(weight, i);
        return unit ?? SampleWeight.Samples.Name!;
    }

    /// <summary>
    /// Returns the unit of a resolved weight for an event; <c>null</c> if the event has no such value; for the number of samples, the unit of what the event
    /// is about (<see cref="WeightTable.GetMainUnit"/>).
    /// </summary>
    internal string? GetUnitOf(SampleEventId eventId, SampleWeight weight) =>
        weight == SampleWeight.Samples ? _weights.GetMainUnit(eventId.Value) : _weights.GetUnit(weight, eventId.Value);

    /// <summary>Returns the value that each sample contributes; empty if each contributes 1.</summary>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    /// <exception cref="OverflowException">The sum of values of different value types does not fit in 64 bits.</exception>
    internal ReadOnlySpan<long> GetWeights(SampleWeight weight) => _weights.GetColumn(Resolve(weight));

    /// <inheritdoc cref="GetWeights"/>
    internal ReadOnlyMemory<long> GetWeightColumn(SampleWeight weight) => _weights.GetColumn(Resolve(weight));

    private static long FloorToSecond(long time)
    {
        long rest = time % TimeRange.NanosecondsPerSecond;
        if (rest >= 0) return time - rest;
        long second = time - rest;
        return second >= SampleTable.NoTime + 1 + TimeRange.NanosecondsPerSecond ? second - TimeRange.NanosecondsPerSecond : SampleTable.NoTime + 1;
    }

    private static ulong[] JoinIdle(ulong[] rule, ReadOnlySpan<ulong> rows)
    {
        for (int i = 0; i < rows.Length; i++) rule[i] |= rows[i];
        return rule;
    }
}
