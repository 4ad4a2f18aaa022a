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
    private readonly Utf8Interner _symbols = new();
    private readonly Utf8Interner _modules = new();
    private readonly Utf8Interner _sources = new();
    private readonly Utf8Interner _comms = new();
    private readonly Utf8Interner _events = new();
    private readonly RowInterner<Frame> _frames = new(new FrameComparer());
    private readonly RowInterner<ThreadInfo> _threads = new(new ThreadComparer());
    private readonly StackInterner _stacks = new();
    private readonly SampleColumns _samples = new();
    private long _totalPeriod;
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

    /// <summary>The number of samples added so far.</summary>
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

    /// <summary>Adds the name of an event.</summary>
    /// <param name="utf8">The bytes of the name; empty if the recording does not name its event.</param>
    /// <returns>The id of the name.</returns>
    /// <exception cref="InvalidOperationException">There are already 65,536 events.</exception>
    public SampleEventId AddEvent(ReadOnlySpan<byte> utf8)
    {
        int id = _events.GetOrAdd(utf8);
        return id <= ushort.MaxValue ? new SampleEventId(id) : throw TooManyEvents();
    }

    /// <summary>Adds the name of an event.</summary>
    /// <param name="name">The name; empty if the recording does not name its event.</param>
    /// <returns>The id of the name.</returns>
    /// <exception cref="InvalidOperationException">There are already 65,536 events.</exception>
    public SampleEventId AddEvent(string name) => AddEvent(Encoding.UTF8.GetBytes(name));

    /// <summary>Adds a thread.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The bytes of the thread's name.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(int? pid, int? tid, ReadOnlySpan<byte> comm) =>
        new(_threads.GetOrAdd(new ThreadInfo(pid, tid, new CommId(_comms.GetOrAdd(comm)))));

    /// <summary>Adds a thread.</summary>
    /// <param name="pid">The process id; <c>null</c> if it is unknown.</param>
    /// <param name="tid">The thread id; <c>null</c> if it is unknown.</param>
    /// <param name="comm">The thread's name.</param>
    /// <returns>The id of the thread.</returns>
    public ThreadId AddThread(int? pid, int? tid, string comm) => AddThread(pid, tid, Encoding.UTF8.GetBytes(comm));

    /// <summary>Adds a frame.</summary>
    /// <param name="symbol">The function, from <see cref="AddSymbol(string)"/>.</param>
    /// <param name="module">The module of the function, from <see cref="AddModule(string)"/>.</param>
    /// <param name="kind">The kind of code.</param>
    /// <param name="source">The source location, from <see cref="AddSource(string)"/>.</param>
    /// <returns>The id of the frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is not from this builder, or <paramref name="kind"/> is not defined.</exception>
    public FrameId AddFrame(SymbolId symbol, ModuleId module, FrameKind kind, SourceId source = default)
    {
        Check(symbol.Value, _symbols.Count, nameof(symbol));
        Check(module.Value, _modules.Count, nameof(module));
        Check(source.Value, _sources.Count, nameof(source));
        if (kind > FrameKind.Inlined) throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of frame.");
        return new FrameId(_frames.GetOrAdd(new Frame(symbol, module, kind, source)));
    }

    /// <summary>Adds a stack: a frame that was called from another stack.</summary>
    /// <param name="parent">The stack of the caller; <see cref="StackId.Empty"/> if the frame is the root.</param>
    /// <param name="frame">The frame, from <see cref="AddFrame"/>.</param>
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
    /// <param name="frames">The frames, callers first, from <see cref="AddFrame"/>.</param>
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
    /// <param name="thread">The thread, from <see cref="AddThread(int?, int?, string)"/>.</param>
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
        _samples.Add(time ?? SampleTable.NoTime, stack, thread, cpu ?? SampleTable.NoCpu, eventId, period);
    }

    /// <summary>Builds the profile.</summary>
    /// <returns>The profile.</returns>
    /// <exception cref="InvalidOperationException">The profile has already been built.</exception>
    public Profile Build()
    {
        if (_isSpent) throw Spent();
        _isSpent = true;
        return new Profile(Tables(), _samples.MoveToTable(), Format, Header, DiagnosticList.Sort(Diagnostics), LostCount);
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
        new NameTable<SampleEventId>(_events.Slices),
        new FrameTable(_frames.ToArray()),
        _stacks.ToTable(),
        new ThreadTable(_threads.ToArray()));

    private static InvalidOperationException Spent() => new("The profile has already been built. A builder builds one profile.");

    private static void Check(int index, int count, string parameterName)
    {
        if ((uint)index >= (uint)count) throw new ArgumentOutOfRangeException(parameterName, index, "The id is not from this builder.");
    }
}
