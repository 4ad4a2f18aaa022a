namespace FlameScope.Model;

public sealed partial class ProfileBuilder
{
    private readonly Dictionary<ProfileBuilder, TableMap> _maps = new(ReferenceEqualityComparer.Instance);
    private RowCounts _taken;

    private readonly record struct RowCounts(
        int Symbols, int Modules, int Sources, int Comms, int Events, int Frames, int Threads, int Stacks);

    /// <summary>
    /// Takes out what the builder has gained since the last call: its samples, the count of lost ones, and copies of the rows its tables did not
    /// have. The tables stay, so that ids and whatever remembers them stay good.
    /// </summary>
    /// <returns>A batch that no longer depends on this builder, which may go on in another thread.</returns>
    /// <exception cref="InvalidOperationException">The profile has been made already.</exception>
    public ProfileBatch TakeBatch()
    {
        if (_isSpent) throw Spent();
        var batch = new ProfileBatch(this)
        {
            TotalPeriod = _totalPeriod,
            LostCount = LostCount,
            Symbols = new NameRows(_symbols.Slices.CopyFrom(_taken.Symbols), _taken.Symbols),
            Modules = new NameRows(_modules.Slices.CopyFrom(_taken.Modules), _taken.Modules),
            Sources = new NameRows(_sources.Slices.CopyFrom(_taken.Sources), _taken.Sources),
            Comms = new NameRows(_comms.Slices.CopyFrom(_taken.Comms), _taken.Comms),
            Events = new NameRows(_events.Slices.CopyFrom(_taken.Events), _taken.Events),
            FirstFrame = _taken.Frames,
            Frames = _frames.CopyFrom(_taken.Frames),
            FirstThread = _taken.Threads,
            Threads = _threads.CopyFrom(_taken.Threads),
            FirstStack = _taken.Stacks,
            StackParents = _stacks.CopyParentsFrom(_taken.Stacks),
            StackFrames = _stacks.CopyFramesFrom(_taken.Stacks),
            Samples = _samples,
        };
        _taken = new RowCounts(
            _symbols.Count, _modules.Count, _sources.Count, _comms.Count, _events.Count, _frames.Count, _threads.Count, _stacks.Count);
        _samples = new SampleColumns();
        _totalPeriod = LostCount = 0;
        return batch;
    }

    /// <summary>
    /// Takes over what another builder has gained, as if it had been added to this one: ids are given in the order of first use.
    /// </summary>
    /// <param name="batch">The batch. Those of one builder come in the order they were taken, each once.</param>
    /// <exception cref="ArgumentException">An earlier batch of the same builder has not been taken over, or this one has.</exception>
    /// <exception cref="OverflowException">All periods together, or the counts of lost samples, do not fit a <see cref="long"/> any more.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events, or the profile has been made already.</exception>
    /// <remarks>What has thrown may be half taken over: the builder is of no use any more.</remarks>
    public void Append(ProfileBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_isSpent) throw Spent();
        if (!_maps.TryGetValue(batch.Source, out TableMap? map)) _maps.Add(batch.Source, map = new TableMap());
        bool isNext = batch.Symbols.First == map.Symbols.Count && batch.Modules.First == map.Modules.Count && batch.Sources.First == map.Sources.Count
            && batch.Comms.First == map.Comms.Count && batch.Events.First == map.Events.Count && batch.FirstFrame == map.Frames.Count
            && batch.FirstThread == map.Threads.Count && batch.FirstStack == map.Stacks.Count
            && batch.Source != this && !batch.IsTakenOver;
        if (!isNext) throw new ArgumentException("The batches of a builder are taken over in the order they were taken, each once.", nameof(batch));
        batch.IsTakenOver = true;
        AddTotals(batch.TotalPeriod, batch.LostCount);
        AddRows(map, batch.Rows);
        batch.Samples.MoveTo(_samples, map);
    }

    /// <summary>
    /// Takes over all of a profile, as if what it was made of had been added to this builder. Header, diagnostics and format are left to the
    /// caller; <see cref="Profile.Merge(Profile, Profile)"/> merges these, too.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <exception cref="OverflowException">All periods together, or the counts of lost samples, do not fit a <see cref="long"/> any more.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events, or the profile has been made already.</exception>
    /// <remarks>What has thrown may be half taken over: the builder is of no use any more.</remarks>
    public void Append(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Append(profile, 0);
    }

    // The shift has been checked: every time stays one.
    internal void Append(Profile profile, long shift)
    {
        if (_isSpent) throw Spent();
        SampleTable samples = profile.Samples;
        AddTotals(samples.TotalPeriod, profile.LostCount);
        var map = new TableMap();
        AddRows(map, profile.Rows);
        for (int i = 0; i < samples.Count; i++)
        {
            long time = samples.Times[i];
            _samples.Add(
                time == SampleTable.NoTime ? time : time + shift, new StackId(map.Stacks[samples.Stacks[i].Value]),
                new ThreadId(map.Threads[samples.Threads[i].Value]), samples.Cpus[i], (ushort)map.Events[samples.Events[i]], samples.Periods[i]);
        }
    }

    private void AddTotals(long period, long lost)
    {
        if (period > long.MaxValue - _totalPeriod) throw new OverflowException("All periods of a profile together fit 64 bits: these do not.");
        if (lost > long.MaxValue - LostCount) throw new OverflowException("The counts of lost samples together do not fit 64 bits.");
        _totalPeriod += period;
        LostCount += lost;
    }

    // Each table in the order of its ids, which is that of first use: so new rows get the ids they would have got here.
    private void AddRows(TableMap map, in TableRows rows)
    {
        AddNames(_symbols, map.Symbols, rows.Symbols);
        AddNames(_modules, map.Modules, rows.Modules);
        AddNames(_sources, map.Sources, rows.Sources);
        AddNames(_comms, map.Comms, rows.Comms);
        AddNames(_events, map.Events, rows.Events);
        if (_events.Count > ushort.MaxValue + 1) throw NoRoomForEvents();

        Span<int> ids = map.Frames.Grow(rows.Frames.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            Frame row = rows.Frames[i];
            ids[i] = _frames.GetOrAdd(new Frame(
                new SymbolId(map.Symbols[row.Symbol.Value]), new ModuleId(map.Modules[row.Module.Value]), row.Kind,
                new SourceId(map.Sources[row.Source.Value])));
        }
        ids = map.Threads.Grow(rows.Threads.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            ThreadInfo row = rows.Threads[i];
            ids[i] = _threads.GetOrAdd(row with { Comm = new CommId(map.Comms[row.Comm.Value]) });
        }
        int first = map.Stacks.Count == 0 ? 1 : 0; // stack 0 is the empty one, everywhere
        ids = map.Stacks.Grow(rows.StackParents.Length);
        for (int i = first; i < ids.Length; i++)
        {
            var parent = new StackId(map.Stacks[rows.StackParents[i].Value]); // a stack comes after the one it was called from
            ids[i] = _stacks.GetOrAdd(parent, new FrameId(map.Frames[rows.StackFrames[i].Value])).Value;
        }
    }

    private static void AddNames(Utf8Interner names, IdMap map, NameRows rows)
    {
        Span<int> ids = map.Grow(rows.Names.Count);
        for (int i = 0; i < ids.Length; i++) ids[i] = names.GetOrAdd(rows.Names[i]);
    }

    private static InvalidOperationException NoRoomForEvents() => new("A profile has room for 65,536 distinct events.");
}
