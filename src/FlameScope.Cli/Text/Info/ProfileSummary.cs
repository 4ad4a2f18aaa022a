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
    public static ProfileSummary Of(LoadedProfile loaded)
    {
        Profile profile = loaded.Profile;
        var events = new long[profile.Events.Count];
        foreach (SampleEventId id in profile.Samples.Events) events[id.Value]++;
        var comms = new long[profile.Comms.Count];
        foreach (int sample in profile.Select()) comms[profile.Threads[profile.Samples.Threads[sample]].Comm.Value]++;
        int threadCount = 0;
        var ids = new HashSet<(long? Pid, long Tid)>();
        foreach (ThreadInfo thread in profile.Threads.Rows)
        {
            // Threads without an id are distinguished by name.
            if (thread.Tid is not { } tid || ids.Add((thread.Pid, tid))) threadCount++;
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
            isSampled.AsSpan().Count(true));
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
