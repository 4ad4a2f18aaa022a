using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>A thread and the number of its selected samples.</summary>
internal sealed record BusyThread(long? Pid, long? Tid, string Name, long Count)
{
    public string PidText => Text(Pid);

    public string TidText => Text(Tid);

    /// <summary>Returns the threads of selected samples, those with the most samples first. A thread with several names has the most frequent one.</summary>
    public static IReadOnlyList<BusyThread> Of(SampleSelection selection)
    {
        Profile profile = selection.Profile;
        ReadOnlySpan<long> counts = profile.Samples.Counts;
        var byRow = new long[profile.Threads.Count];
        foreach (int sample in selection) byRow[profile.Samples.Threads[sample].Value] += counts.IsEmpty ? 1 : counts[sample];
        return
        [
            .. Enumerable.Range(0, byRow.Length).Where(row => byRow[row] > 0)
                .Select(row => (Thread: profile.Threads.Rows[row], Count: byRow[row]))
                // Threads without an id are distinguished by name.
                .GroupBy(t => (t.Thread.Pid, t.Thread.Tid, Comm: t.Thread.Tid is null ? t.Thread.Comm : default))
                .Select(g => new BusyThread(g.Key.Pid, g.Key.Tid, profile.Comms[g.MaxBy(t => t.Count).Thread.Comm], g.Sum(t => t.Count)))
                .OrderByDescending(t => t.Count).ThenBy(t => t.Pid).ThenBy(t => t.Tid).ThenBy(t => t.Name, StringComparer.Ordinal),
        ];
    }

    private static string Text(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";
}
