using System.Text;

namespace FlameScope.Model;

/// <summary>Evaluates the conditions of a filter, except its range, for every sample.</summary>
internal static class SampleFilterMask
{
    /// <summary>Returns the mask of the selected samples; <c>null</c> if the filter selects all samples.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="idle">The idle samples.</param>
    /// <param name="namesEvent">Indicates whether the default event does not apply, because another filter names one.</param>
    public static ulong[]? Create(Profile profile, SampleFilter filter, ulong[] idle, bool namesEvent)
    {
        bool dropsIdle = !filter.IncludeIdle && profile.IdleCount > 0;
        bool[]? threads = Threads(profile, filter);
        bool[]? stacks = Stacks(profile, filter);
        bool[]? events = Events(profile, filter, namesEvent);
        bool[]? labels = Labels(profile, filter);
        if (!dropsIdle && threads is null && stacks is null && events is null && labels is null && filter.Cpu is null) return null;

        SampleTable samples = profile.Samples;
        ulong[] mask = SampleMask.Create(samples.Count);
        for (int i = 0; i < mask.Length; i++) mask[i] = dropsIdle ? ~idle[i] : ulong.MaxValue;
        if ((samples.Count & 63) != 0) mask[^1] &= (1UL << (samples.Count & 63)) - 1;

        if (threads is not null) Clear(mask, samples.Threads, t => threads[t.Value]);
        if (stacks is not null) Clear(mask, samples.Stacks, s => stacks[s.Value]);
        if (events is not null) Clear(mask, samples.Events, e => events[e.Value]);
        if (labels is not null && !samples.LabelSets.IsEmpty) Clear(mask, samples.LabelSets, l => labels[l.Value]);
        else if (labels is not null && !labels[LabelSetId.None.Value]) mask.AsSpan().Clear();
        if (filter.Cpu is { } cpu) Clear(mask, samples.Cpus, c => c == cpu && c != SampleTable.NoCpu);
        return mask;
    }

    private static void Clear<T>(ulong[] mask, ReadOnlySpan<T> column, Func<T, bool> takes)
    {
        for (int i = 0; i < column.Length; i++)
        {
            if (!takes(column[i])) mask[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private static bool[]? Events(Profile profile, SampleFilter filter, bool namesEvent)
    {
        if (filter.Event == SampleFilter.AnyEvent) return null;
        var takes = new bool[profile.Events.Count];
        if (string.IsNullOrEmpty(filter.Event))
        {
            if (namesEvent || profile.DefaultEvent is not { } defaultEvent) return null;
            takes[defaultEvent.Value] = true;
        }
        else
        {
            byte[] name = Encoding.UTF8.GetBytes(filter.Event);
            for (int i = 0; i < takes.Length; i++) takes[i] = profile.Events.GetUtf8At(i).SequenceEqual(name);
        }
        return takes.AsSpan().Contains(false) ? takes : null;
    }

    private static bool[]? Labels(Profile profile, SampleFilter filter)
    {
        if (filter.Labels.Count == 0) return null;
        var takes = new bool[profile.LabelSets.Count];
        for (int i = 0; i < takes.Length; i++)
        {
            IReadOnlyList<SampleLabel> set = profile.LabelSets[new LabelSetId(i)];
            takes[i] = filter.Labels.All(pair => set.Any(label => label.Key == pair.Key && label.Value == pair.Value));
        }
        return takes;
    }

    private static bool[]? Threads(Profile profile, SampleFilter filter)
    {
        if (string.IsNullOrEmpty(filter.Comm) && string.IsNullOrEmpty(filter.Host) && filter.Pid is null && filter.Tid is null) return null;
        int comm = string.IsNullOrEmpty(filter.Comm) ? -1 : Find(profile.Comms, filter.Comm);
        var takes = new bool[profile.Threads.Count];
        for (int i = 0; i < takes.Length; i++)
        {
            ThreadInfo thread = profile.Threads.Rows[i];
            takes[i] = (string.IsNullOrEmpty(filter.Comm) || thread.Comm.Value == comm)
                && (string.IsNullOrEmpty(filter.Host) || profile.GetHostName(new ThreadId(i)) == filter.Host)
                && (filter.Pid is null || thread.Pid == filter.Pid)
                && (filter.Tid is null || thread.Tid == filter.Tid);
        }
        return takes;
    }

    private static bool[]? Stacks(Profile profile, SampleFilter filter)
    {
        bool[]? matching = string.IsNullOrEmpty(filter.Match) ? null : FrameNameMatcher.MatchStacks(profile, filter.Match, filter.MatchTimeout);
        bool[]? excluded = string.IsNullOrEmpty(filter.Exclude) ? null : FrameNameMatcher.MatchStacks(profile, filter.Exclude, filter.MatchTimeout);
        bool anyKind = (filter.LeafKinds & FrameKinds.All) == FrameKinds.All;
        if (matching is null && excluded is null && anyKind) return null;
        var takes = new bool[profile.Stacks.Count];
        for (int i = 0; i < takes.Length; i++)
        {
            takes[i] = matching?[i] != false && excluded?[i] != true && (anyKind || (i != 0 && HasKind(profile, i, filter.LeafKinds)));
        }
        return takes;
    }

    private static bool HasKind(Profile profile, int stack, FrameKinds kinds) =>
        (kinds & (FrameKinds)(1 << (int)profile.Frames[profile.Stacks.Frames[stack]].DisplayKind)) != 0;

    // Returns -1 if the profile does not contain the name; then no sample has it.
    private static int Find<TId>(NameTable<TId> names, string name)
        where TId : struct
    {
        int found = -1;
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        for (int i = 0; i < names.Count && found < 0; i++)
        {
            if (names.GetUtf8At(i).SequenceEqual(utf8)) found = i;
        }
        return found;
    }
}
