using System.Text;

namespace FlameScope.Model;

/// <summary>
/// Builds a <see cref="Profile"/>. Names, frames, stacks and threads are interned when they are added, and samples are added in any order.
/// </summary>
/// <remarks>
/// Ids are assigned in order of first use, so that the same calls always build the same profile. A builder builds one profile. It must not be used by
/// several threads at the same time.
/// </remarks>
/// <example>
/// <code>
/// var builder = new ProfileBuilder { Format = "my format" };
/// ThreadId thread = builder.AddThread(pid: 1, tid: 1, "worker");
/// SampleEventId cycles = builder.AddEvent("cycles");
/// FrameId main = builder.AddFrame(builder.AddSymbol("main"), builder.AddModule("/usr/bin/app"), FrameKind.User);
/// StackId stack = builder.AddStack(StackId.Empty, main);
/// builder.AddSample(time: 1_500_000_000, stack, thread, cpu: 0, cycles);
/// Profile profile = builder.Build();
/// </code>
/// </example>
public sealed partial class ProfileBuilder
{
    private const int MaximumValueTypes = 64;

    private readonly Utf8Interner _symbols = new();
    private readonly Utf8Interner _modules = new();
    private readonly Utf8Interner _sources = new();
    private readonly Utf8Interner _comms = new();
    private readonly EventInterner _events = new();
    private readonly LabelInterner _labels = new();
    private readonly RowInterner<Frame> _frames = new(new FrameComparer());
    private readonly RowInterner<ThreadInfo> _threads = new(new ThreadComparer());
    private readonly StackInterner _stacks = new();
    private readonly List<RecordingGap> _gaps = [];
    private SampleColumns _samples = new();
    private long _totalPeriod;
    private long _totalCount;
    private long[] _totals = []; // of the second value type and those after it
    private bool _hasHosts;
    private bool _isSpent;

    /// <summary>Initializes an empty builder.</summary>
    public ProfileBuilder()
    {
        _symbols.GetOrAdd("[unknown]"u8);
        _modules.GetOrAdd(default);
        _sources.GetOrAdd(default);
    }

    /// <summary>The name of the format of the input; see <see cref="Profile.Format"/>. The default is empty.</summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public string Format
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = "";

    /// <summary>The facts about the recording. The default is <see cref="RecordingHeader.Empty"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public RecordingHeader Header
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = RecordingHeader.Empty;

    /// <summary>The problems in the input; see <see cref="Profile.Diagnostics"/>. The default is empty.</summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public IReadOnlyList<ReadDiagnostic> Diagnostics
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    /// <summary>The number of samples that the recorder reports as lost. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long LostCount
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of lost samples is negative.");
    }

    /// <summary>Adds a part of the recording in which samples are missing. It does not change <see cref="LostCount"/>.</summary>
    /// <param name="gap">The part, in nanoseconds on the recorder's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of lost samples is negative.</exception>
    /// <exception cref="InvalidOperationException">The profile has already been built.</exception>
    public void AddGap(RecordingGap gap)
    {
        if (_isSpent) throw Spent();
        ArgumentOutOfRangeException.ThrowIfNegative(gap.LostCount, nameof(gap));
        _gaps.Add(gap);
    }

    // A total order, so that the order in which recordings are merged does not matter.
    private RecordingGap[] SortedGaps() => _gaps.Count == 0 ? []
        : [.. _gaps.OrderBy(g => g.Range.Start).ThenBy(g => g.Range.End).ThenBy(g => g.Kind).ThenBy(g => g.Cpu).ThenBy(g => g.LostCount)];

    /// <summary>
    /// The event that is selected where no event is named, for a source with several events of which one is plainly meant; <c>null</c>, the default, for
    /// all events. See <see cref="Profile.DefaultEvent"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The event is not from this builder.</exception>
    public SampleEventId? DefaultEvent
    {
        get;
        set
        {
            if (value is { } id) Check(id.Value, _events.Count, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// Determines the idle samples of the profile when it is built, in addition to those that were added as idle: one bit per sample. <c>null</c> for
    /// none.
    /// </summary>
    internal Func<Profile, ulong[]>? IdleRule { get; set; }

    /// <summary>The number of rows of samples added so far.</summary>
    public int SampleCount => _samples.Count;

    /// <summary>The number of distinct symbols added so far, including <see cref="SymbolId.Unknown"/>.</summary>
    public int SymbolCount => _symbols.Count;

    /// <summary>The number of distinct stacks added so far, including <see cref="StackId.Empty"/>.</summary>
    public int StackCount => _stacks.Count;

    /// <summary>The sum of all periods so far.</summary>
    internal long TotalPeriod => _totalPeriod;

    /// <summary>Adds the name of a function.</summary>
    /// <param name="utf8">The bytes of the name.</param>
    /// <returns>The id of the name; <see cref="SymbolId.Unknown"/> if the name is empty.</returns>
    public SymbolId AddSymbol(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? SymbolId.Unknown : new(_symbols.GetOrAdd(utf8));

    /// <summary>Adds the name of a function.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The id of the name; <see cref="SymbolId.Unknown"/> if the name is empty.</returns>
    public SymbolId AddSymbol(string name) => AddSymbol(Encoding.UTF8.GetBytes(name));

    /// <summary>Adds the name of a module.</summary>
    /// <param name="utf8">The bytes of the name.</param>
    /// <returns>The id of the name; <see cref="ModuleId.None"/> if the name is empty.</returns>
    public ModuleId AddModule(ReadOnlySpan<byte> utf8) => new(_modules.GetOrAdd(utf8));

    /// <summary>Adds the name of a module.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The id of the name; <see cref="ModuleId.None"/> if the name is empty.</returns>
    public ModuleId AddModule(string name) => AddModule(Encoding.UTF8.GetBytes(name));

    /// <summary>Adds a location in source code.</summary>
    /// <param name="utf8">The bytes of the location, such as <c>file.c:12</c>.</param>
    /// <returns>The id of the location; <see cref="SourceId.None"/> if it is empty.</returns>
    public SourceId AddSource(ReadOnlySpan<byte> utf8) => new(_sources.GetOrAdd(utf8));

    /// <summary>Adds a location in source code.</summary>
    /// <param name="name">The location, such as <c>file.c:12</c>.</param>
    /// <returns>The id of the location; <see cref="SourceId.None"/> if it is empty.</returns>
    public SourceId AddSource(string name) => AddSource(Encoding.UTF8.GetBytes(name));

    /// <summary>
    /// Adds an event whose samples have a period, as those of perf have: a number of events or, for <c>cpu-clock</c> and <c>task-clock</c>, nanoseconds.
    /// </summary>
    /// <param name="utf8">The bytes of the name; empty if the recording does not name its event.</param>
    /// <returns>The id of the event.</returns>
    /// <exception cref="InvalidOperationException">There are already 65,536 events.</exception>
    public SampleEventId AddEvent(ReadOnlySpan<byte> utf8)
    {
        int id = _events.GetOrAdd(utf8);
        return id <= ushort.MaxValue ? new SampleEventId(id) : throw TooManyEvents();
    }

    /// <summary>
    /// Adds an event whose samples have a period, as those of perf have: a number of events or, for <c>cpu-clock</c> and <c>task-clock</c>, nanoseconds.
    /// </summary>
    /// <param name="name">The name; empty if the recording does not name its event.</param>
    /// <returns>The id of the event.</returns>
    /// <exception cref="InvalidOperationException">There are already 65,536 events.</exception>
    public SampleEventId AddEvent(string name) => AddEvent(Encoding.UTF8.GetBytes(name));

    /// <summary>Adds an event with its value types.</summary>
    /// <param name="utf8">The bytes of the name; empty if the recording does not name its event.</param>
    /// <param name="valueTypes">The value types, at most 64; empty if its samples are only counted.</param>
    /// <param name="defaultValueType">The index of the value type that views show by default; <c>null</c>, the default, for the number of samples.</param>
    /// <returns>The id of the event. Events of one name with other value types, or with another default, have other ids.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value type, or there are too many.</exception>
    /// <exception cref="InvalidOperationException">There are already 65,536 events.</exception>
    public SampleEventId AddEvent(ReadOnlySpan<byte> utf8, ReadOnlySpan<SampleValueType> valueTypes, int? defaultValueType = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueTypes.Length, MaximumValueTypes, nameof(valueTypes));
        if (defaultValueType is { } index && (uint)index >= (uint)valueTypes.Length) throw new ArgumentOutOfRangeException(nameof(defaultValueType));
        int id = _events.GetOrAdd(utf8, new EventValueTypes(valueTypes.ToArray(), defaultValueType));
        return id <= ushort.MaxValue ? new SampleEventId(id) : throw TooManyEvents();
    }

    /// <summary>Adds an event with its value types.</summary>
    /// <param name="name">The name; empty if the recording does not name its event.</param>
    /// <param name="valueTypes">The value types, at most 64; empty if its samples are only counted.</param>
    /// <param name="defaultValueType">The index of the value type that views show by default; <c>null</c>, the default, for the number of samples.</param>
    /// <returns>The id of the event. Events of one name with other value types, or with another default, have other ids.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value type, or there are too many.</exception>
    /// <exception cref="InvalidOperationException">There are already 65,536 events.</exception>
    public SampleEventId AddEvent(string name, ReadOnlySpan<SampleValueType> valueTypes, int? defaultValueType = null) =>
        AddEvent(Encoding.UTF8.GetBytes(name), valueTypes, defaultValueType);

    /// <summary>Adds a label with a text.</summary>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="text">The bytes of the text.</param>
    /// <returns>The id of the label, for <see cref="AddLabelSet"/>.</returns>
    public SampleLabelId AddLabel(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) => _labels.Add(key, text);

    /// <summary>Adds a label with a text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    /// <returns>The id of the label, for <see cref="AddLabelSet"/>.</returns>
    public SampleLabelId AddLabel(string key, string text) => AddLabel(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a label with a number.</summary>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="number">The number.</param>
    /// <param name="unit">The bytes of the unit of the number; may be empty.</param>
    /// <returns>The id of the label, for <see cref="AddLabelSet"/>.</returns>
    public SampleLabelId AddLabel(ReadOnlySpan<byte> key, long number, ReadOnlySpan<byte> unit) => _labels.Add(key, number, unit);

    /// <summary>Adds a label with a number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="number">The number.</param>
    /// <param name="unit">The unit of the number; may be empty.</param>
    /// <returns>The id of the label, for <see cref="AddLabelSet"/>.</returns>
    public SampleLabelId AddLabel(string key, long number, string unit) => AddLabel(Encoding.UTF8.GetBytes(key), number, Encoding.UTF8.GetBytes(unit));

    /// <summary>Adds a set of labels.</summary>
    /// <param name="labels">The labels, from <see cref="AddLabel(string, string)"/>, in any order. Equal labels count once.</param>
    /// <returns>The id of the set; <see cref="LabelSetId.None"/> if there are no labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is not from this builder.</exception>
    public LabelSetId AddLabelSet(ReadOnlySpan<SampleLabelId> labels)
    {
        foreach (SampleLabelId label in labels) Check(label.Value, _labels.LabelCount, nameof(labels));
        return _labels.AddSet(labels);
    }

    /// <summary>Adds a thread.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The bytes of the thread's name.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(long? pid, long? tid, ReadOnlySpan<byte> comm) =>
        new(_threads.GetOrAdd(new ThreadInfo { Pid = pid, Tid = tid, Comm = new CommId(_comms.GetOrAdd(comm)) }));

    /// <summary>Adds a thread of a process with a name.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The bytes of the thread's name.</param>
    /// <param name="processName">The bytes of the name of the process; empty if it is unknown.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(long? pid, long? tid, ReadOnlySpan<byte> comm, ReadOnlySpan<byte> processName)
    {
        if (processName.IsEmpty) return AddThread(pid, tid, comm);
        var name = new CommId(_comms.GetOrAdd(comm));
        return new(_threads.GetOrAdd(new ThreadInfo { Pid = pid, Tid = tid, Comm = name, ProcessName = new CommId(_comms.GetOrAdd(processName)) }));
    }

    /// <summary>Adds a thread of a process with a name.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The thread's name.</param>
    /// <param name="processName">The name of the process; empty if it is unknown.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(long? pid, long? tid, string comm, string processName) =>
        AddThread(pid, tid, Encoding.UTF8.GetBytes(comm), Encoding.UTF8.GetBytes(processName));

    /// <summary>Adds a thread of a machine, to a profile of several machines.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The thread's name.</param>
    /// <param name="processName">The name of the process; empty if it is unknown.</param>
    /// <param name="host">The name of the machine; see <see cref="ThreadInfo.Host"/>.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(long? pid, long? tid, string comm, string processName, string host)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        var name = new CommId(_comms.GetOrAdd(Encoding.UTF8.GetBytes(comm)));
        CommId? process = processName.Length == 0 ? null : new CommId(_comms.GetOrAdd(Encoding.UTF8.GetBytes(processName)));
        _hasHosts = true;
        return new(_threads.GetOrAdd(new ThreadInfo { Pid = pid, Tid = tid, Comm = name, ProcessName = process, Host = host }));
    }

    /// <summary>Adds a thread.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The thread's name.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(long? pid, long? tid, string comm) => AddThread(pid, tid, Encoding.UTF8.GetBytes(comm));

    /// <summary>Adds a frame.</summary>
    /// <param name="symbol">The function, from <see cref="AddSymbol(string)"/>.</param>
    /// <param name="module">The module of the function, from <see cref="AddModule(string)"/>.</param>
    /// <param name="kind">The kind of code.</param>
    /// <param name="source">The source location, from <see cref="AddSource(string)"/>.</param>
    /// <returns>The id of the frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is not from this builder, or <paramref name="kind"/> is not defined.</exception>
    public FrameId AddFrame(SymbolId symbol, ModuleId module, FrameKind kind, SourceId source = default) =>
        AddFrame(new Frame { Symbol = symbol, Module = module, Kind = kind, Source = source });

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">
    /// The frame, with ids from this builder. The kind <see cref="FrameKind.Inlined"/> is stored as an unknown kind of code that is inlined.
    /// </param>
    /// <returns>The id of the frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An id is not from this builder, the kind is not defined, or the line or the column is negative.
    /// </exception>
    public FrameId AddFrame(Frame frame)
    {
        Check(frame.Symbol.Value, _symbols.Count, "symbol");
        Check(frame.Module.Value, _modules.Count, "module");
        Check(frame.Source.Value, _sources.Count, "source");
        if (frame.Kind > FrameKind.Other) throw new ArgumentOutOfRangeException(nameof(frame), frame.Kind, "There is no such kind of frame.");
        ArgumentOutOfRangeException.ThrowIfNegative(frame.Line, nameof(frame));
        ArgumentOutOfRangeException.ThrowIfNegative(frame.Column, nameof(frame));
        if (frame.Kind == FrameKind.Inlined) frame = frame with { Kind = FrameKind.Unknown, IsInlined = true };
        return new FrameId(_frames.GetOrAdd(frame));
    }

    /// <summary>Adds a stack: a frame that was called from another stack.</summary>
    /// <param name="parent">The stack of the caller; <see cref="StackId.Empty"/> if the frame is the root.</param>
    /// <param name="frame">The frame, from <see cref="AddFrame(Frame)"/>.</param>
    /// <returns>The id of the stack.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is not from this builder.</exception>
    public StackId AddStack(StackId parent, FrameId frame)
    {
        Check(parent.Value, _stacks.Count, nameof(parent));
        Check(frame.Value, _frames.Count, nameof(frame));
        return _stacks.GetOrAdd(parent, frame);
    }

    /// <summary>Adds the stacks of a path: each frame was called from the previous one.</summary>
    /// <param name="parent">The stack of the caller; <see cref="StackId.Empty"/> if the first frame is the root.</param>
    /// <param name="frames">The frames, callers first, from <see cref="AddFrame(Frame)"/>.</param>
    /// <param name="stacks">Receives the stack of each frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not from this builder.</exception>
    /// <exception cref="ArgumentException"><paramref name="stacks"/> is shorter than <paramref name="frames"/>.</exception>
    public void AddStacks(StackId parent, ReadOnlySpan<FrameId> frames, Span<StackId> stacks)
    {
        Check(parent.Value, _stacks.Count, nameof(parent));
        int frameCount = _frames.Count;
        foreach (FrameId frame in frames) Check(frame.Value, frameCount, nameof(frames));
        if (stacks.Length < frames.Length) throw new ArgumentException("The span is shorter than the span of frames.", nameof(stacks));
        for (int i = 0; i < frames.Length; i++) stacks[i] = parent = _stacks.GetOrAdd(parent, frames[i]);
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="time">The time in nanoseconds; <c>null</c> for a sample without a time.</param>
    /// <param name="stack">The call stack, from <see cref="AddStack"/>.</param>
    /// <param name="thread">The thread, from <see cref="AddThread(long?, long?, string)"/>.</param>
    /// <param name="cpu">The processor; <c>null</c> if it is unknown.</param>
    /// <param name="eventId">The event, from <see cref="AddEvent(string)"/>.</param>
    /// <param name="period">The number of events that the sample represents.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An id is not from this builder, <paramref name="period"/> or <paramref name="cpu"/> is negative, <paramref name="time"/> is the minimum or the
    /// maximum <see cref="long"/>, or the sum of all periods does not fit in a <see cref="long"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The profile has already been built.</exception>
    public void AddSample(long? time, StackId stack, ThreadId thread, int? cpu, SampleEventId eventId, long period = 1)
    {
        if (_isSpent) throw Spent();
        Check(stack.Value, _stacks.Count, nameof(stack));
        Check(thread.Value, _threads.Count, nameof(thread));
        Check(eventId.Value, _events.Count, nameof(eventId));
        if (time is SampleTable.NoTime or long.MaxValue) throw new ArgumentOutOfRangeException(nameof(time));
        if (cpu < 0) throw new ArgumentOutOfRangeException(nameof(cpu));
        if (period < 0 || period > long.MaxValue - _totalPeriod)
        {
            throw new ArgumentOutOfRangeException(
                nameof(period), period, "The period is negative, or the sum of all periods does not fit in 64 bits.");
        }
        _totalPeriod += period;
        _totalCount++;
        _samples.Add(time ?? SampleTable.NoTime, stack, thread, cpu ?? SampleTable.NoCpu, eventId, period);
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="row">The values of the sample, with ids from this builder.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An id is not from this builder, a value, the count or the processor is negative, there are more values than the event has value types, the time is
    /// the minimum or the maximum <see cref="long"/>, or a sum of all values or counts does not fit in a <see cref="long"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The profile has already been built.</exception>
    public void AddSample(in SampleRow row)
    {
        if (TryAddSample(row)) return;
        throw new ArgumentOutOfRangeException(nameof(row), "A value or the count is negative, or a sum does not fit in 64 bits.");
    }

    /// <summary>Adds a sample, unless <see cref="CanAdd"/> says that its values or its count are out of range.</summary>
    /// <returns><c>false</c> if they are.</returns>
    internal bool TryAddSample(in SampleRow row)
    {
        if (_isSpent) throw Spent();
        Check(row.Stack.Value, _stacks.Count, "stack");
        Check(row.Thread.Value, _threads.Count, "thread");
        Check(row.Event.Value, _events.Count, "event");
        Check(row.Labels.Value, _labels.SetCount, "labels");
        if (row.Time is SampleTable.NoTime or long.MaxValue || row.Cpu < 0) throw new ArgumentOutOfRangeException(nameof(row), "The time or the processor is out of range.");
        if (row.Values.Length > Math.Max(1, _events.GetTypeCount(row.Event.Value)))
        {
            throw new ArgumentOutOfRangeException(nameof(row), "There are more values than the event has value types.");
        }
        if (!CanAdd(row)) return false;
        _totalPeriod += row.Values.IsEmpty ? row.Value : row.Values[0];
        _totalCount += row.Count;
        if (row.Values.Length > _totals.Length + 1) Array.Resize(ref _totals, row.Values.Length - 1);
        for (int i = 1; i < row.Values.Length; i++) _totals[i - 1] += row.Values[i];
        _samples.Add(row.Time ?? SampleTable.NoTime, row);
        return true;
    }

    /// <summary>Indicates whether the values and the count of a sample are not negative and their sums with those added so far fit in 64 bits.</summary>
    /// <param name="row">The values of the sample.</param>
    /// <returns><c>false</c> if <see cref="AddSample(in SampleRow)"/> would refuse the values or the count.</returns>
    public bool CanAdd(in SampleRow row)
    {
        long first = row.Values.IsEmpty ? row.Value : row.Values[0];
        bool fits = Fits(first, _totalPeriod) && Fits(row.Count, _totalCount);
        for (int i = 1; i < row.Values.Length; i++) fits &= Fits(row.Values[i], i - 1 < _totals.Length ? _totals[i - 1] : 0);
        return fits;
    }

    /// <summary>Builds the profile.</summary>
    /// <returns>The profile.</returns>
    /// <exception cref="InvalidOperationException">The profile has already been built.</exception>
    public Profile Build()
    {
        if (_isSpent) throw Spent();
        _isSpent = true;
        if (_hasHosts) Header = Header.WithThreadHosts(true);
        return new Profile(Tables(), _samples.MoveToTable(), Format, Header, DiagnosticList.Sort(Diagnostics), LostCount, SortedGaps(), DefaultEvent, IdleRule);
    }

    /// <summary>
    /// Builds a profile with the samples of another one and the stacks of this builder. All sample columns except the stack column are shared.
    /// </summary>
    /// <param name="source">The profile with the samples. Its threads, events, header, diagnostics and idle samples are kept.</param>
    /// <param name="stacks">The stack of this builder for each stack of <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">
    /// The length of <paramref name="stacks"/> is not the number of stacks of <paramref name="source"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A stack is not from this builder.</exception>
    /// <exception cref="InvalidOperationException">The profile has already been built, or samples were added to this builder.</exception>
    internal Profile BuildWithSamplesOf(Profile source, StackId[] stacks)
    {
        if (_isSpent) throw Spent();
        if (_samples.Count > 0) throw new InvalidOperationException("Samples were added to the builder.");
        if (stacks.Length != source.Stacks.Count) throw new ArgumentException("There must be one entry per stack of the profile.", nameof(stacks));
        foreach (StackId stack in stacks) Check(stack.Value, _stacks.Count, nameof(stacks));
        _isSpent = true;
        return source.WithStacks(Tables(), stacks);
    }

    private Profile.Tables Tables() => new(
        new NameTable<SymbolId>(_symbols.Slices),
        new NameTable<ModuleId>(_modules.Slices),
        new NameTable<SourceId>(_sources.Slices),
        new NameTable<CommId>(_comms.Slices),
        _events.ToNames(),
        _events.ToTypes(),
        _labels.ToTable(),
        new FrameTable(_frames.ToArray()),
        _stacks.ToTable(),
        new ThreadTable(_threads.ToArray()));

    private static InvalidOperationException Spent() => new("The profile has already been built. A builder builds one profile.");

    private static bool Fits(long value, long total) => value >= 0 && value <= long.MaxValue - total;

    private static void Check(int index, int count, string parameterName)
    {
        if ((uint)index >= (uint)count) throw new ArgumentOutOfRangeException(parameterName, index, "The id is not from this builder.");
    }
}
