using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the events of a chunk to the profile. An event costs its decoding, a look-up per reference and one row; it allocates nothing.</summary>
internal sealed class JfrSamples
{
    // A name has up to two events: with a value and without one. A builder takes 65,536.
    private const int MaximumEvents = 32_000;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly JfrStacks _stacks;
    private readonly JfrReferences _references;
    private readonly JfrFacts _facts;
    private readonly HashSet<string> _eventNames = new(StringComparer.Ordinal);
    private readonly long[] _slots = new long[JfrSlots.Count];
    private JfrClock _clock;
    private SampleEventId? _default;
    private int _defaultRank = int.MaxValue;

    public JfrSamples(ProfileBuilder builder, ReadContext context, bool normalizeHiddenClasses)
    {
        var texts = new JfrTexts(context);
        _builder = builder;
        _context = context;
        _stacks = new JfrStacks(builder, context, texts, new JfrMethods(builder, context, texts, normalizeHiddenClasses));
        _references = new JfrReferences(builder, texts, normalizeHiddenClasses);
        _facts = new JfrFacts(builder, context, texts);
    }

    /// <summary>Prepares for the events of the recording, of which the first chunk is known.</summary>
    public void Prepare(JfrSurvey survey)
    {
        _builder.ReserveSamples(survey.Samples);
        _references.Pid = survey.Pid;
    }

    /// <summary>Starts a chunk, whose constants are known.</summary>
    public void Start(in JfrChunk chunk, JfrClock clock, long startNanoseconds)
    {
        _clock = clock;
        _stacks.Start(chunk);
        _facts.Start(startNanoseconds);
    }

    /// <summary>Adds an event.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="cursor">The cursor after the id of the type.</param>
    /// <param name="offset">The offset of the event.</param>
    /// <param name="end">The offset of the next event.</param>
    public void Add(in JfrChunk chunk, JfrType type, ref JfrCursor cursor, int offset, int end)
    {
        JfrLayout layout = type.Layout ?? chunk.Metadata.GetLayout(type);
        if (!layout.IsValid)
        {
            _context.Report(JfrProblem.UnknownType, chunk.PositionOf(offset));
            return;
        }
        long[] slots = _slots;
        layout.Read(ref cursor, slots);
        if (cursor.IsBroken || cursor.Position > end)
        {
            _context.Report(JfrProblem.BrokenEvent, chunk.PositionOf(offset));
            return;
        }
        if (type.Samples is not { } samples)
        {
            _facts.Add(chunk, type, layout, slots);
            return;
        }
        if (!samples.IsStarted) Start(chunk, type, samples, layout, offset);
        Add(chunk, samples, slots, offset);
    }

    /// <summary>Sets the header of the profile and the event that it shows first.</summary>
    public void Complete()
    {
        _facts.Complete();
        if (_default is { } id) _builder.DefaultEvent = id;
    }

    private void Add(in JfrChunk chunk, JfrSampleType samples, long[] slots, int offset)
    {
        StackId stack = StackId.Empty;
        if (samples.Stacks is { } stacks && stacks.TryGetResolved(slots[JfrSlots.Stack], out int known)) stack = new StackId(known);
        else if (samples.Stack is { } stackField && !_stacks.TryResolve(chunk, stackField, slots[JfrSlots.Stack], out stack))
        {
            if (!chunk.IsComplete)
            {
                _context.Report(JfrProblem.LostConstants, chunk.PositionOf(offset));
                return;
            }
            _context.Report(JfrProblem.UnknownStack, chunk.PositionOf(offset));
        }

        // The JDK writes no constant for some of its own threads, so that such a thread is not a fault.
        ThreadId thread;
        if (samples.Threads is { } threads && threads.TryGetResolved(slots[JfrSlots.Thread], out known)) thread = new ThreadId(known);
        else if (!_references.TryResolve(chunk, samples.Thread, slots[JfrSlots.Thread], out thread) && !chunk.IsComplete)
        {
            _context.Report(JfrProblem.LostConstants, chunk.PositionOf(offset));
            return;
        }
        var row = new SampleRow
        {
            Time = samples.HasTime ? TimeOf(chunk, slots[JfrSlots.Time], offset) : null,
            Stack = stack,
            Thread = thread,
            Event = samples.Event,
            Value = samples.Rule.ValueField is null ? 1 : samples.HasValue ? ValueOf(chunk, samples.Scale, slots[JfrSlots.Value], offset) : 0,
            Count = samples.HasCount ? Math.Max(0, slots[JfrSlots.SampleCount]) : 1,
            Labels = samples.Class is { } classField ? _references.LabelsOf(chunk, classField, slots[JfrSlots.Class]) : LabelSetId.None,
            IsIdle = samples.State is { } stateField && _references.IsIdle(chunk, stateField, slots[JfrSlots.State]),
        };
        if (!_builder.TryAddSample(row)) _context.Report(JfrProblem.Sum, chunk.PositionOf(offset));
    }

    private long? TimeOf(in JfrChunk chunk, long ticks, int offset)
    {
        if (_clock.TryGetTime(ticks, out long time)) return time;
        if (_clock.IsUsable) _context.Report(JfrProblem.Time, chunk.PositionOf(offset));
        return null;
    }

    private long ValueOf(in JfrChunk chunk, long scale, long value, int offset)
    {
        bool fits = true;
        if (scale == JfrSampleType.TicksScale) fits = _clock.TryGetNanoseconds(value, out value) || !_clock.IsUsable;
        else if (scale > 1) fits = Math.BigMul(value, scale, out value) == value >> 63;
        if (fits && value >= 0) return value;
        _context.Report(fits ? JfrProblem.NegativeValue : JfrProblem.Time, chunk.PositionOf(offset));
        return 0;
    }

    private void Start(in JfrChunk chunk, JfrType type, JfrSampleType samples, JfrLayout layout, int offset)
    {
        if (_eventNames.Add(type.Name) && _eventNames.Count > MaximumEvents)
        {
            throw _context.Limit($"there are more than {MaximumEvents} kinds of events", chunk.PositionOf(offset));
        }
        JfrSampleRule rule = samples.Rule;
        SampleEventId id = rule.ValueField is null ? _builder.AddEvent(type.Name, []) : _builder.AddEvent(type.Name, [rule.Value], rule.DefaultValue);
        samples.Start(layout, id);
        int rank = JfrSampleRule.RankOf(type.Name);
        if (rank >= _defaultRank) return;
        _defaultRank = rank;
        _default = id;
    }
}
