using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The samples in the order of time. They are columns of the profile from the start. Until the functions and the formats of tracepoints are known, a row
/// contains a stack of places and the index of a payload, which <see cref="MoveTo"/> replaces in place.
/// </summary>
internal sealed class RawSamples(EventTable events, ReadContext context)
{
    private readonly SampleColumns _columns = new();
    private readonly Dictionary<int, int> _replacedStacks = []; // by sample
    private readonly List<int> _usedEvents = []; // by the id in the columns, which are in the order of the first samples
    private int[] _eventIds = []; // by event: the id + 1; 0 if it has no sample
    private long _total;

    public int Count => _columns.Count;

    public void Add(long time, in QueuedSample sample, int stack, ThreadId thread)
    {
        int eventId = (uint)sample.Event < (uint)_eventIds.Length ? _eventIds[sample.Event] : 0;
        if (eventId == 0) eventId = UseEvent(sample.Event);
        long period = sample.Period;
        if (period > long.MaxValue - _total)
        {
            context.Report(PerfDataProblem.PeriodOutOfRange);
            period = _total < long.MaxValue ? 1 : 0;
        }
        _total += period;
        int cpu = sample.Cpu < 0 ? SampleTable.NoCpu : sample.Cpu;
        _columns.Add(time, new StackId(stack), thread, cpu, new SampleEventId(eventId - 1), period, new LabelSetId(sample.Payload));
    }

    /// <summary>Replaces the stack of a sample.</summary>
    public void SetStack(int sample, int stack) => _replacedStacks[sample] = stack;

    /// <summary>Gives the samples to a builder without samples.</summary>
    /// <param name="builder">The builder. It has the threads of the samples.</param>
    /// <param name="stacks">The stack of the builder for each stack of places.</param>
    /// <param name="getLabels">Returns the labels of a payload.</param>
    public void MoveTo(ProfileBuilder builder, StackId[] stacks, Func<int, LabelSetId> getLabels)
    {
        SampleEventId[] ids = [.. _usedEvents.Select(index => builder.AddEvent(events[index].Name))];
        int first = 0;
        _columns.Rewrite(rows =>
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Span<StackId> targets = rows.Stacks;
            for (int i = 0; i < targets.Length; i++)
            {
                int stack = _replacedStacks.Count > 0 && _replacedStacks.TryGetValue(first + i, out int replaced) ? replaced : targets[i].Value;
                targets[i] = stacks[stack];
            }
            foreach (ref LabelSetId labels in rows.Labels) labels = getLabels(labels.Value);
            first += targets.Length;
        });
        _columns.ReplaceEvents(ids);
        builder.TakeSamples(_columns, _total);
    }

    private int UseEvent(int index)
    {
        if (index >= _eventIds.Length) Array.Resize(ref _eventIds, Math.Max(events.Count, _eventIds.Length * 2));
        _usedEvents.Add(index);
        return _eventIds[index] = _usedEvents.Count;
    }
}
