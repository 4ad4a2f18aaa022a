using System.Text;

namespace FlameScope.Model;

/// <summary>
/// Makes a <see cref="Profile"/>: names, frames, stacks and threads are interned as they come, samples are appended in any order.
/// </summary>
/// <remarks>
/// Ids are given in the order of first use, so the same calls always make the same profile. A builder makes one profile and is then spent.
/// It is not safe for use by several threads at once.
/// </remarks>
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
    private SampleColumns _samples = new();
    private long _totalPeriod;
    private bool _isSpent;

    /// <summary>An empty builder.</summary>
    public ProfileBuilder()
    {
        _symbols.GetOrAdd("[unknown]"u8);
        _modules.GetOrAdd(default);
        _sources.GetOrAdd(default);
    }

    /// <summary>The name of the format the samples come from; see <see cref="Profile.Format"/>.</summary>
    public string Format { get; set; } = "";

    /// <summary>What the recording says about itself.</summary>
    public RecordingHeader Header { get; set; } = RecordingHeader.Empty;

    /// <summary>What could not be read; see <see cref="Profile.Diagnostics"/>.</summary>
    public IReadOnlyList<ReadDiagnostic> Diagnostics { get; set; } = [];

    /// <summary>The number of samples that the recorder says it lost.</summary>
    public long LostCount { get; set; }

    /// <summary>The number of samples so far.</summary>
    public int SampleCount => _samples.Count;

    /// <summary>The number of distinct symbols so far.</summary>
    public int SymbolCount => _symbols.Count;

    /// <summary>The number of distinct events so far.</summary>
    public int EventCount => _events.Count;

    /// <summary>The number of distinct stacks so far, the empty one included.</summary>
    public int StackCount => _stacks.Count;

    /// <summary>The sum of all periods so far.</summary>
    public long TotalPeriod => _totalPeriod;

    /// <summary>Interns the name of a function. An empty name is <see cref="SymbolId.Unknown"/>.</summary>
    /// <param name="utf8">The name's bytes.</param>
    public SymbolId AddSymbol(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? SymbolId.Unknown : new(_symbols.GetOrAdd(utf8));

    /// <summary>Interns the name of a function. An empty name is <see cref="SymbolId.Unknown"/>.</summary>
    /// <param name="name">The name.</param>
    public SymbolId AddSymbol(string name) => AddSymbol(Encoding.UTF8.GetBytes(name));

    /// <summary>Interns the name of a module. An empty name is <see cref="ModuleId.None"/>.</summary>
    /// <param name="utf8">The name's bytes.</param>
    public ModuleId AddModule(ReadOnlySpan<byte> utf8) => new(_modules.GetOrAdd(utf8));

    /// <summary>Interns the name of a module. An empty name is <see cref="ModuleId.None"/>.</summary>
    /// <param name="name">The name.</param>
    public ModuleId AddModule(string name) => AddModule(Encoding.UTF8.GetBytes(name));

    /// <summary>Interns a place in source code. An empty one is <see cref="SourceId.None"/>.</summary>
    /// <param name="utf8">The place's bytes.</param>
    public SourceId AddSource(ReadOnlySpan<byte> utf8) => new(_sources.GetOrAdd(utf8));

    /// <summary>Interns a place in source code. An empty one is <see cref="SourceId.None"/>.</summary>
    /// <param name="name">The place.</param>
    public SourceId AddSource(string name) => AddSource(Encoding.UTF8.GetBytes(name));

    /// <summary>Interns the name of an event.</summary>
    /// <param name="utf8">The name's bytes; empty where the recording does not name its event.</param>
    /// <exception cref="InvalidOperationException">There are 65,536 events already.</exception>
    public SampleEventId AddEvent(ReadOnlySpan<byte> utf8)
    {
        int id = _events.GetOrAdd(utf8);
        return id <= ushort.MaxValue ? new SampleEventId(id) : throw NoRoomForEvents();
    }

    /// <summary>Interns the name of an event.</summary>
    /// <param name="name">The name; empty where the recording does not name its event.</param>
    /// <exception cref="InvalidOperationException">There are 65,536 events already.</exception>
    public SampleEventId AddEvent(string name) => AddEvent(Encoding.UTF8.GetBytes(name));

    /// <summary>Interns a thread.</summary>
    /// <param name="pid">The process id; <c>null</c> where it is not known.</param>
    /// <param name="tid">The thread id; <c>null</c> where it is not known.</param>
    /// <param name="comm">The bytes of the thread's name.</param>
    public ThreadId AddThread(int? pid, int? tid, ReadOnlySpan<byte> comm) =>
        new(_threads.GetOrAdd(new ThreadInfo(pid, tid, new CommId(_comms.GetOrAdd(comm)))));

    /// <summary>Interns a thread.</summary>
    /// <param name="pid">The process id; <c>null</c> where it is not known.</param>
    /// <param name="tid">The thread id; <c>null</c> where it is not known.</param>
    /// <param name="comm">The thread's name.</param>
    public ThreadId AddThread(int? pid, int? tid, string comm) => AddThread(pid, tid, Encoding.UTF8.GetBytes(comm));

    /// <summary>Interns a frame.</summary>
    /// <param name="symbol">The function, from <see cref="AddSymbol(string)"/>.</param>
    /// <param name="module">Its module, from <see cref="AddModule(string)"/>.</param>
    /// <param name="kind">What sort of code it is.</param>
    /// <param name="source">Its place in the source, from <see cref="AddSource(string)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not of this builder, or there is no such kind.</exception>
    public FrameId AddFrame(SymbolId symbol, ModuleId module, FrameKind kind, SourceId source = default)
    {
        Check(symbol, _symbols.Count);
        Check(module, _modules.Count);
        Check(source, _sources.Count);
        if (kind > FrameKind.Inlined) throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of frame.");
        return new FrameId(_frames.GetOrAdd(new Frame(symbol, module, kind, source)));
    }

    /// <summary>Interns a stack: a frame called from another stack.</summary>
    /// <param name="parent">The caller's stack; <see cref="StackId.Empty"/> when the frame is the root.</param>
    /// <param name="frame">The frame, from <see cref="AddFrame"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not of this builder.</exception>
    public StackId AddStack(StackId parent, FrameId frame)
    {
        Check(parent, _stacks.Count);
        Check(frame, _frames.Count);
        return _stacks.GetOrAdd(parent, frame);
    }

    /// <summary>Interns the stacks of a path, each called from the one before it.</summary>
    /// <param name="parent">The caller's stack; <see cref="StackId.Empty"/> when the first frame is the root.</param>
    /// <param name="frames">The frames, callers first, from <see cref="AddFrame"/>.</param>
    /// <param name="stacks">Is given, for each frame, the stack that ends in it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not of this builder.</exception>
    /// <exception cref="ArgumentException"><paramref name="stacks"/> is shorter than <paramref name="frames"/>.</exception>
    public void AddStacks(StackId parent, ReadOnlySpan<FrameId> frames, Span<StackId> stacks)
    {
        Check(parent, _stacks.Count);
        int frameCount = _frames.Count;
        foreach (FrameId frame in frames) Check(frame, frameCount);
        if (stacks.Length < frames.Length) throw new ArgumentException("There is not room for a stack each.", nameof(stacks));
        for (int i = 0; i < frames.Length; i++) stacks[i] = parent = _stacks.GetOrAdd(parent, frames[i]);
    }

    /// <summary>Appends a sample.</summary>
    /// <param name="time">Nanoseconds; <c>null</c> for a sample without a time.</param>
    /// <param name="stack">Where the thread was seen, from <see cref="AddStack"/>.</param>
    /// <param name="thread">The thread, from <see cref="AddThread(int?, int?, string)"/>.</param>
    /// <param name="cpu">The processor; <c>null</c> where it is not known.</param>
    /// <param name="eventId">The event, from <see cref="AddEvent(string)"/>.</param>
    /// <param name="period">How many of the event the sample stands for.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An id is not of this builder, <paramref name="period"/> or <paramref name="cpu"/> is negative, <paramref name="time"/> is the least or
    /// the greatest <see cref="long"/>, or all periods together do not fit a <see cref="long"/> any more.
    /// </exception>
    /// <exception cref="InvalidOperationException">The profile has been made already.</exception>
    public void AddSample(long? time, StackId stack, ThreadId thread, int? cpu, SampleEventId eventId, long period = 1)
    {
        if (_isSpent) throw Spent();
        Check(stack, _stacks.Count);
        Check(thread, _threads.Count);
        Check(eventId, _events.Count);
        if (time is SampleTable.NoTime or long.MaxValue) throw new ArgumentOutOfRangeException(nameof(time));
        if (cpu < 0) throw new ArgumentOutOfRangeException(nameof(cpu));
        if (period < 0 || period > long.MaxValue - _totalPeriod)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is not negative, and all of a profile's fit 64 bits.");
        }
        _totalPeriod += period;
        _samples.Add(time ?? SampleTable.NoTime, stack, thread, cpu ?? SampleTable.NoCpu, (ushort)eventId.Value, period);
    }

    /// <summary>Makes the profile.</summary>
    /// <exception cref="InvalidOperationException">
    /// It has been made already, <see cref="Format"/>, <see cref="Header"/> or <see cref="Diagnostics"/> is <c>null</c>, or <see cref="LostCount"/> negative.
    /// </exception>
    public Profile Build()
    {
        if (_isSpent) throw Spent();
        if (Format is null || Header is null || Diagnostics is null) throw new InvalidOperationException("Format, Header and Diagnostics may be empty, but not null.");
        if (LostCount < 0) throw new InvalidOperationException("The number of lost samples is negative.");
        _isSpent = true;
        return new Profile(Tables(), _samples.MoveToTable(), new ProfileFacts(Format, Header, DiagnosticList.Sort(Diagnostics), LostCount));
    }

    /// <summary>
    /// Makes a profile of the samples of another one, with the stacks of this builder: for showing the same samples otherwise. The columns of
    /// the samples are shared, but that of their stacks.
    /// </summary>
    /// <param name="source">
    /// The profile that has the samples. Its threads, events and facts are taken as they are, and what is idle in it is idle in the new one.
    /// </param>
    /// <param name="stacks">For each stack of <paramref name="source"/> the one of this builder that its samples get.</param>
    /// <exception cref="ArgumentException">There is not a stack for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stack is not of this builder.</exception>
    /// <exception cref="InvalidOperationException">It has been made already, or the builder was given samples of its own.</exception>
    public Profile BuildOver(Profile source, StackId[] stacks)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(stacks);
        if (_isSpent) throw Spent();
        if (_samples.Count > 0) throw new InvalidOperationException("The builder has samples of its own.");
        if (stacks.Length != source.Stacks.Count) throw new ArgumentException("There must be one for each stack of the profile.", nameof(stacks));
        foreach (StackId stack in stacks) Check(stack, _stacks.Count);
        _isSpent = true;
        return source.WithStacks(Tables(), stacks);
    }

    private ProfileTables Tables() => new(
        new NameTable<SymbolId>(_symbols.Slices),
        new NameTable<ModuleId>(_modules.Slices),
        new NameTable<SourceId>(_sources.Slices),
        new NameTable<CommId>(_comms.Slices),
        new NameTable<SampleEventId>(_events.Slices),
        new FrameTable(_frames.ToArray()),
        _stacks.ToTable(),
        new ThreadTable(_threads.ToArray()));

    private static InvalidOperationException Spent() => new("The builder has made its profile: a builder makes one.");

    private static void Check<TId>(TId id, int count)
        where TId : struct, ITableId
    {
        if ((uint)id.Value >= (uint)count) throw new ArgumentOutOfRangeException(nameof(id), id, "The id is not of this builder.");
    }
}
