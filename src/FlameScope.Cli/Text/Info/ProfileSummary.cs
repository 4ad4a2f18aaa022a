using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>What <c>info</c> tells of a profile beyond its own properties.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Events">Samples of each event, idle ones included, most first.</param>
/// <param name="Comms">Samples of each thread name, idle ones not included, most first.</param>
/// <param name="ThreadCount">The number of threads, by their ids where the recording tells them.</param>
/// <param name="StackCount">The number of distinct stacks that samples have; the profile's table holds their callers' stacks, too.</param>
internal sealed record ProfileSummary(string Name, Profile Profile, NamedCount[] Events, NamedCount[] Comms, int ThreadCount, int StackCount)
{
    public static ProfileSummary Of(LoadedProfile loaded)
    {
        Profile profile = loaded.Profile;
        var events = new long[profile.Events.Count];
        foreach (ushort id in profile.Samples.Events) events[id]++;
        var comms = new long[profile.Comms.Count];
        foreach (int sample in profile.Select()) comms[profile.Threads[profile.Samples.Threads[sample]].Comm.Value]++;
        int threadCount = 0;
        var ids = new HashSet<long>();
        foreach (ThreadInfo thread in profile.Threads.Rows)
        {
            // Without a thread id, rows differ in their names.
            if (thread.Tid is not { } tid || ids.Add(((long)(thread.Pid ?? int.MinValue) << 32) | (uint)tid)) threadCount++;
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

    // Names that are not UTF-8 may be equal once they are text.
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
