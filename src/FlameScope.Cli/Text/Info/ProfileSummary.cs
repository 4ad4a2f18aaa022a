using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>The numbers that <c>info</c> shows in addition to the properties of a profile.</summary>
/// <param name="Name">The name that the user gave.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Events">The number of samples per event, including idle ones, in descending order.</param>
/// <param name="Comms">The number of samples per thread name, without idle ones, in descending order.</param>
/// <param name="ThreadCount">The number of threads, distinguished by their ids where the recording contains them.</param>
/// <param name="StackCount">The number of distinct stacks of samples. The profile's table also contains their callers' stacks.</param>
internal sealed record ProfileSummary(string Name, Profile Profile, NamedCount[] Events, NamedCount[] Comms, int ThreadCount, int StackCount)
{
    /// <summary>The number of samples that the rows represent.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The number of idle samples.</summary>
    public required long IdleCount { get; init; }

    /// <summary>The threads with busy samples, the busiest first.</summary>
    public required IReadOnlyList<BusyThread> Threads { get; init; }

    /// <summary>The number of samples without a time.</summary>
    public required long UntimedCount { get; init; }

    /// <summary>The totals of the values other than the number of samples, including idle samples.</summary>
    public required ValueTotal[] Values { get; init; }

    public static ProfileSummary Of(LoadedProfile loaded)
    {
        Profile profile = loaded.Profile;
        var events = new long[profile.Events.Count];
        SampleSelection all = profile.Select(SampleFilter.All), busy = profile.Select(new SampleFilter { Event = SampleFilter.AnyEvent });
        ReadOnlySpan<long> counts = profile.Samples.Counts;
        foreach (int sample in all) events[profile.Samples.Events[sample].Value] += counts.IsEmpty ? 1 : counts[sample];
        var comms = new long[profile.Comms.Count];
        foreach (int sample in busy) comms[profile.Threads[profile.Samples.Threads[sample]].Comm.Value] += counts.IsEmpty ? 1 : counts[sample];
        int threadCount = 0;
        var ids = new HashSet<ThreadIdentity>();
        foreach (ThreadInfo thread in profile.Threads.Rows)
        {
            // Every row without an id is a thread.
            if (!thread.Tid.HasValue || ids.Add(ThreadIdentity.Of(thread))) threadCount++;
        }
        var isSampled = new bool[profile.Stacks.Count];
        foreach (StackId stack in profile.Samples.Stacks) isSampled[stack.Value] = true;
        isSampled[StackId.Empty.Value] = false;
        return new ProfileSummary(
            loaded.Name,
            profile,
            Rank(events, i => profile.Events[new SampleEventId(i)]),
            Rank(comms, i => profile.Comms[new CommId(i)]),
            threadCount,
            isSampled.AsSpan().Count(true))
        {
            SampleCount = all.GetTotal(SampleWeight.Samples),
            Threads = BusyThread.Of(busy),
            IdleCount = all.GetTotal(SampleWeight.Samples) - busy.GetTotal(SampleWeight.Samples),
            UntimedCount = counts.IsEmpty ? profile.Samples.UntimedCount : Sum(counts[..profile.Samples.UntimedCount]),
            Values = [.. Totals(all)],
        };
    }

    // A count of samples that is also a value type is resolved to its name and unit, so that the samples of its rows are not counted twice.
    private static IEnumerable<ValueTotal> Totals(SampleSelection all)
    {
        Profile profile = all.Profile;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < profile.Events.Count; i++)
        {
            IReadOnlyList<SampleValueType> types = profile.GetValueTypes(new SampleEventId(i));
            for (int j = 0; j < types.Count; j++)
            {
                if (seen.Add(types[j].ToString())) yield return TotalOf(types[j], all);
            }
        }
    }

    private static ValueTotal TotalOf(SampleValueType type, SampleSelection all)
    {
        Profile profile = all.Profile;
        SampleWeight weight = profile.Resolve(SampleWeight.Value(type.ToString()));
        return new ValueTotal(type, weight, profile.GetUnit(weight), all.GetTotal(weight));
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts) sum += count;
        return sum;
    }

    // Distinct names that are not valid UTF-8 can become equal as text.
    private static NamedCount[] Rank(long[] counts, Func<int, string> nameAt)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0) sums[nameAt(i)] = sums.GetValueOrDefault(nameAt(i)) + counts[i];
        }
        var ranked = new List<NamedCount>(sums.Count);
        foreach ((string name, long count) in sums) ranked.Add(new NamedCount(name, count));
        ranked.Sort((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Name, b.Name));
        return [.. ranked];
    }
}
