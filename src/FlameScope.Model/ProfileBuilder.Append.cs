namespace FlameScope.Model;

public sealed partial class ProfileBuilder
{
    /// <summary>
    /// Adds all names, frames, stacks, threads and samples of a profile, as if its input had been added to this builder. The header, diagnostics and
    /// format are not added; <see cref="Profile.Merge"/> merges these too.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <exception cref="OverflowException">The sum of all periods, or of the lost samples, does not fit in a <see cref="long"/>.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events, or the profile has already been built.</exception>
    /// <remarks>After an exception the profile may be added in part, and the builder must not be used.</remarks>
    public void Append(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Append(profile, 0, thread => thread.Host);
    }

    // The caller has checked that every time fits in 64 bits after the shift.
    internal void Append(Profile profile, long shift, Func<ThreadInfo, string?> hostOf)
    {
        if (_isSpent) throw Spent();
        SampleTable samples = profile.Samples;
        AddTotals(samples, profile.LostCount);
        foreach (RecordingGap gap in profile.Gaps) _gaps.Add(shift == 0 ? gap : gap with { Range = Move(gap.Range, shift) });
        AddRows(profile, hostOf, out SampleEventId[] events, out ThreadId[] threads, out StackId[] stacks);
        LabelSetId[] labels = _labels.AddAll(profile.LabelSets);
        if (DefaultEvent is null && profile.DefaultEvent is { } defaultEvent) DefaultEvent = events[defaultEvent.Value];
        var values = new long[samples.ValueColumnCount];
        bool hasIdle = profile.IdleCount > 0;
        for (int i = 0; i < samples.Count; i++)
        {
            long time = samples.Times[i];
            for (int type = 0; type < values.Length; type++) values[type] = samples.ValueAt(type, i);
            _samples.Add(time == SampleTable.NoTime ? time : time + shift, new SampleRow
            {
                Stack = stacks[samples.Stacks[i].Value],
                Thread = threads[samples.Threads[i].Value],
                Cpu = samples.Cpus[i],
                Event = events[samples.Events[i].Value],
                Values = values,
                Count = samples.CountAt(i),
                Labels = samples.LabelSets.IsEmpty ? LabelSetId.None : labels[samples.LabelSets[i].Value],
                IsIdle = hasIdle && SampleMask.Get(profile.IdleMask, i),
            });
        }
    }

    // A gap may be outside of the samples, whose times fit.
    private static TimeRange Move(TimeRange range, long shift)
    {
        long Moved(long time) => (long)Int128.Clamp((Int128)time + shift, long.MinValue + 1, long.MaxValue);
        return new TimeRange(Moved(range.Start), Moved(range.End));
    }

    private void AddTotals(SampleTable samples, long lost)
    {
        if (samples.TotalOf(0) > long.MaxValue - _totalPeriod) throw new OverflowException("The sum of all periods does not fit in 64 bits.");
        if (samples.TotalCount > long.MaxValue - _totalCount) throw new OverflowException("The sum of all counts does not fit in 64 bits.");
        if (lost > long.MaxValue - LostCount) throw new OverflowException("The sum of all lost samples does not fit in 64 bits.");
        if (samples.ValueColumnCount > _totals.Length + 1) Array.Resize(ref _totals, samples.ValueColumnCount - 1);
        for (int type = 1; type < samples.ValueColumnCount; type++)
        {
            long total = samples.TotalOf(type);
            if (total > long.MaxValue - _totals[type - 1]) throw new OverflowException("The sum of all values does not fit in 64 bits.");
            _totals[type - 1] += total;
        }
        _totalPeriod += samples.TotalOf(0);
        _totalCount += samples.TotalCount;
        LostCount += lost;
    }

    // The rows of each table are added in the order of their ids, which is the order of first use. New rows therefore get the ids that reading the
    // input here would have given them. Returns the ids here of the profile's rows.
    private void AddRows(Profile profile, Func<ThreadInfo, string?> hostOf, out SampleEventId[] events, out ThreadId[] threads, out StackId[] stacks)
    {
        int[] symbols = AddNames(_symbols, profile.Symbols.Slices);
        int[] modules = AddNames(_modules, profile.Modules.Slices);
        int[] sources = AddNames(_sources, profile.Sources.Slices);
        int[] comms = AddNames(_comms, profile.Comms.Slices);
        var eventRows = new int[profile.Events.Count];
        for (int i = 0; i < eventRows.Length; i++) eventRows[i] = _events.GetOrAdd(profile.Events.GetUtf8At(i), profile.EventTypes[i]);
        if (_events.Count > ushort.MaxValue + 1) throw TooManyEvents();
        events = Array.ConvertAll(eventRows, row => new SampleEventId(row));

        var frames = new FrameId[profile.Frames.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            Frame row = profile.Frames.Rows[i];
            frames[i] = new FrameId(_frames.GetOrAdd(row with
            {
                Symbol = new SymbolId(symbols[row.Symbol.Value]),
                Module = new ModuleId(modules[row.Module.Value]),
                Source = new SourceId(sources[row.Source.Value]),
            }));
        }
        threads = new ThreadId[profile.Threads.Count];
        for (int i = 0; i < threads.Length; i++)
        {
            ThreadInfo row = profile.Threads.Rows[i];
            threads[i] = new ThreadId(_threads.GetOrAdd(row with
            {
                Comm = new CommId(comms[row.Comm.Value]),
                ProcessName = row.ProcessName is { } process ? new CommId(comms[process.Value]) : null,
                Host = hostOf(row),
            }));
        }
        stacks = new StackId[profile.Stacks.Count]; // Stack 0 is the empty one in every profile.
        for (int i = 1; i < stacks.Length; i++)
        {
            StackId parent = stacks[profile.Stacks.Parents[i].Value]; // A parent's id is less than its children's, so it has been added.
            stacks[i] = _stacks.GetOrAdd(parent, frames[profile.Stacks.Frames[i].Value]);
        }
    }

    private static int[] AddNames(Utf8Interner names, Utf8Slices rows)
    {
        int[] ids = new int[rows.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = names.GetOrAdd(rows[i]);
        return ids;
    }

    private static InvalidOperationException TooManyEvents() => new("A profile can have at most 65,536 distinct events.");
}
