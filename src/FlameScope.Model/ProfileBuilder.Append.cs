namespace FlameScope.Model;

public sealed partial class ProfileBuilder
{
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
        AddRows(profile, out int[] events, out int[] threads, out int[] stacks);
        for (int i = 0; i < samples.Count; i++)
        {
            long time = samples.Times[i];
            _samples.Add(
                time == SampleTable.NoTime ? time : time + shift, new StackId(stacks[samples.Stacks[i].Value]),
                new ThreadId(threads[samples.Threads[i].Value]), samples.Cpus[i], (ushort)events[samples.Events[i]], samples.Periods[i]);
        }
    }

    private void AddTotals(long period, long lost)
    {
        if (period > long.MaxValue - _totalPeriod) throw new OverflowException("All periods of a profile together fit 64 bits: these do not.");
        if (lost > long.MaxValue - LostCount) throw new OverflowException("The counts of lost samples together do not fit 64 bits.");
        _totalPeriod += period;
        LostCount += lost;
    }

    // Each table in the order of its ids, which is that of first use: so new rows get the ids they would have got here. For the profile's ids
    // those of the same rows here.
    private void AddRows(Profile profile, out int[] events, out int[] threads, out int[] stacks)
    {
        int[] symbols = AddNames(_symbols, profile.Symbols.Slices);
        int[] modules = AddNames(_modules, profile.Modules.Slices);
        int[] sources = AddNames(_sources, profile.Sources.Slices);
        int[] comms = AddNames(_comms, profile.Comms.Slices);
        events = AddNames(_events, profile.Events.Slices);
        if (_events.Count > ushort.MaxValue + 1) throw NoRoomForEvents();

        int[] frames = new int[profile.Frames.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            Frame row = profile.Frames.Rows[i];
            frames[i] = _frames.GetOrAdd(new Frame(
                new SymbolId(symbols[row.Symbol.Value]), new ModuleId(modules[row.Module.Value]), row.Kind, new SourceId(sources[row.Source.Value])));
        }
        threads = new int[profile.Threads.Count];
        for (int i = 0; i < threads.Length; i++)
        {
            ThreadInfo row = profile.Threads.Rows[i];
            threads[i] = _threads.GetOrAdd(row with { Comm = new CommId(comms[row.Comm.Value]) });
        }
        stacks = new int[profile.Stacks.Count]; // stack 0 is the empty one, everywhere
        for (int i = 1; i < stacks.Length; i++)
        {
            var parent = new StackId(stacks[profile.Stacks.Parents[i].Value]); // a stack comes after the one it was called from
            stacks[i] = _stacks.GetOrAdd(parent, new FrameId(frames[profile.Stacks.Frames[i].Value])).Value;
        }
    }

    private static int[] AddNames(Utf8Interner names, Utf8Slices rows)
    {
        int[] ids = new int[rows.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = names.GetOrAdd(rows[i]);
        return ids;
    }

    private static InvalidOperationException NoRoomForEvents() => new("A profile has room for 65,536 distinct events.");
}
