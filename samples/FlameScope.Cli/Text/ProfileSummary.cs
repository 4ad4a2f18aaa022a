using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>What <c>info</c> tells of a profile beyond its own properties.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Events">Samples of each event, idle ones included, most first.</param>
/// <param name="Comms">Samples of each thread name, idle ones not included, most first.</param>
/// <param name="ThreadCount">The number of threads, by their ids where the recording tells them.</param>
internal sealed record ProfileSummary(string Name, Profile Profile, NamedCount[] Events, NamedCount[] Comms, int ThreadCount)
{
    public static ProfileSummary Of(LoadedProfile loaded)
    {
        Profile profile = loaded.Profile;
        var events = new long[profile.Events.Count];
        foreach (ushort id in profile.Samples.Events) events[id]++;
        var comms = new long[profile.Comms.Count];
        foreach (int sample in profile.Select()) comms[profile.Threads[profile.Samples.Threads[sample]].Comm.Value]++;
        var threads = new HashSet<(int?, int?, CommId?)>();
        foreach (ThreadInfo thread in profile.Threads.Rows)
        {
            threads.Add((thread.Pid, thread.Tid, thread.Tid is null ? thread.Comm : null));
        }
        return new ProfileSummary(
            loaded.Name,
            profile,
            Rank(events, i => profile.Events[new EventId(i)]),
            Rank(comms, i => profile.Comms[new CommId(i)]),
            threads.Count);
    }

    // Names that are not UTF-8 may be equal once they are text.
    private static NamedCount[] Rank(long[] counts, Func<int, string> nameAt) =>
    [
        .. counts
            .Select((count, i) => new NamedCount(nameAt(i), count))
            .GroupBy(c => c.Name, StringComparer.Ordinal)
            .Select(g => new NamedCount(g.Key, g.Sum(c => c.Count)))
            .Where(c => c.Count > 0)
            .OrderByDescending(c => c.Count)
            .ThenBy(c => c.Name, StringComparer.Ordinal),
    ];
}
