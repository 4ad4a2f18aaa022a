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
    private readonly JfrRows _rows;
    private readonly JfrFacts _facts;
    private readonly HashSet<string> _eventNames = new(StringComparer.Ordinal);
    private readonly long[] _slots = new long[JfrSlots.Count];
    private SampleEventId? _default;
    private int _defaultRank = int.MaxValue;

    public JfrSamples(ProfileBuilder builder, ReadContext context, bool normalizeHiddenClasses)
    {
        var texts = new JfrTexts(context);
        _builder = builder;
        _context = context;
        _stacks = new JfrStacks(builder, context, new JfrFrames(builder, texts, new JfrMethods(builder, context, texts, normalizeHiddenClasses)));
        _references = new JfrReferences(builder, texts, normalizeHiddenClasses);
        _rows = new JfrRows(builder, context, _stacks, _references);
        _facts = new JfrFacts(builder, context, texts);
    }

    /// <summary>Prepares for the events of the recording.</summary>
    /// <param name="survey">The facts about the first chunk.</param>
    /// <param name="following">The number of samples in the chunks after it that are known.</param>
    public void Prepare(JfrSurvey survey, long following)
    {
        _builder.ReserveSamples((int)Math.Min(survey.Samples + following, Array.MaxLength));
        _references.Pid = survey.Pid;
    }

    /// <summary>Starts a chunk, whose constants are known.</summary>
    public void Start(in JfrChunk chunk, JfrClock clock, long startNanoseconds)
    {
        _rows.Start(clock);
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
        JfrSampleType? samples = type.Samples;
        layout.Read(ref cursor, _slots);
        if (cursor.IsBroken || cursor.Position > end)
        {
            _context.Report(JfrProblem.BrokenEvent, chunk.PositionOf(offset));
            return;
        }
        if (samples is null)
        {
            _facts.Add(chunk, type, layout, _slots);
            return;
        }
        if (!samples.IsStarted) Start(chunk, type, samples, layout, offset);
        if (_rows.Buffer.IsFull) _rows.Flush(chunk);
        _rows.Buffer.Add(samples.Index, offset, _slots);
    }

    /// <summary>Adds events as long as they are short ones.</summary>
    /// <returns>The offset of the first event that was not added.</returns>
    public int AddShort(in JfrChunk chunk, int offset)
    {
        while (true)
        {
            offset = JfrShortEvents.Read(chunk, offset, _rows.Buffer);
            if (!_rows.Buffer.IsFull) return offset;
            _rows.Flush(chunk);
            _context.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Adds the events that are buffered. It is called at the end of a chunk.</summary>
    public void Flush(in JfrChunk chunk) => _rows.Flush(chunk);

    /// <summary>Sets the header of the profile and the event that it shows first.</summary>
    public void Complete()
    {
        _facts.Complete();
        if (_default is { } id) _builder.DefaultEvent = id;
    }

    private void Start(in JfrChunk chunk, JfrType type, JfrSampleType samples, JfrLayout layout, int offset)
    {
        if (_eventNames.Add(type.Name) && _eventNames.Count > MaximumEvents)
        {
            throw _context.Limit($"there are more than {MaximumEvents} kinds of events", chunk.PositionOf(offset));
        }
        JfrSampleRule rule = samples.Rule;
        SampleEventId id = rule.ValueField is null ? _builder.AddEvent(type.Name, []) : _builder.AddEvent(type.Name, [rule.Value], rule.DefaultValue);
        samples.Start(layout, id, _rows.TypeCount);
        _rows.AddType(samples);
        int rank = JfrSampleRule.RankOf(type.Name);
        if (rank >= _defaultRank) return;
        _defaultRank = rank;
        _default = id;
    }
}
