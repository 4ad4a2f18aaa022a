using System.Text;

namespace FlameScope.Model;

/// <summary>Evaluates the conditions of a filter, except its range, for every sample.</summary>
internal static class SampleFilterMask
{
    /// <summary>Returns the mask of the selected samples; <c>null</c> if the filter selects all samples.</summary>
    public static ulong[]? Create(Profile profile, SampleFilter filter, ulong[] idle)
    {
        bool dropsIdle = !filter.IncludeIdle && profile.IdleCount > 0;
        bool[]? threads = Threads(profile, filter);
        bool[]? stacks = Stacks(profile, filter);
        int eventId = string.IsNullOrEmpty(filter.Event) ? AnyEvent : Find(profile.Events, filter.Event);
        if (!dropsIdle && threads is null && stacks is null && eventId == AnyEvent && filter.Cpu is null) return null;

        SampleTable samples = profile.Samples;
        ulong[] mask = SampleMask.Create(samples.Count);
        for (int i = 0; i < mask.Length; i++) mask[i] = dropsIdle ? ~idle[i] : ulong.MaxValue;
        if ((samples.Count & 63) != 0) mask[^1] &= (1UL << (samples.Count & 63)) - 1;

        if (threads is not null) Clear(mask, samples.Threads, t => threads[t.Value]);
        if (stacks is not null) Clear(mask, samples.Stacks, s => stacks[s.Value]);
        if (eventId != AnyEvent) Clear(mask, samples.Events, e => e.Value == eventId);
        if (filter.Cpu is { } cpu) Clear(mask, samples.Cpus, c => c == cpu && c != SampleTable.NoCpu);
        return mask;
    }

    private const int AnyEvent = -2;

    private static void Clear<T>(ulong[] mask, ReadOnlySpan<T> column, Func<T, bool> takes)
    {
        for (int i = 0; i < column.Length; i++)
        {
            if (!takes(column[i])) mask[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private static bool[]? Threads(Profile profile, SampleFilter filter)
    {
        if (string.IsNullOrEmpty(filter.Comm) && filter.Pid is null && filter.Tid is null) return null;
        int comm = string.IsNullOrEmpty(filter.Comm) ? -1 : Find(profile.Comms, filter.Comm);
        var takes = new bool[profile.Threads.Count];
        for (int i = 0; i < takes.Length; i++)
        {
            ThreadInfo thread = profile.Threads.Rows[i];
            takes[i] = (string.IsNullOrEmpty(filter.Comm) || thread.Comm.Value == comm)
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
