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

        var totals = new Dictionary<ThreadIdentity, Total>();
        for (int row = 0; row < byRow.Length; row++)
        {
            if (byRow[row] == 0) continue;
            ThreadInfo thread = profile.Threads.Rows[row];
            var identity = ThreadIdentity.Of(thread);
            if (!totals.TryGetValue(identity, out Total? total)) totals.Add(identity, total = new Total(thread));
            total.Add(thread, byRow[row]);
        }
        var threads = new List<BusyThread>(totals.Count);
        foreach (Total total in totals.Values) threads.Add(new BusyThread(total.Thread.Pid, total.Thread.Tid, profile.Comms[total.Thread.Comm], total.Count));
        threads.Sort(Compare);
        return threads;
    }

    private static int Compare(BusyThread a, BusyThread b)
    {
        int order = b.Count.CompareTo(a.Count);
        if (order == 0) order = Compare(a.Pid, b.Pid);
        if (order == 0) order = Compare(a.Tid, b.Tid);
        return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
    }

    private static int Compare(long? a, long? b) =>
        a.HasValue && b.HasValue ? a.GetValueOrDefault().CompareTo(b.GetValueOrDefault()) : a.HasValue.CompareTo(b.HasValue);

    private static string Text(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";

    // The samples of a thread, and its name with the most of them.
    private sealed class Total(ThreadInfo thread)
    {
        private long _largest;

        public ThreadInfo Thread { get; private set; } = thread;

        public long Count { get; private set; }

        public void Add(ThreadInfo row, long count)
        {
            Count += count;
            if (count <= _largest) return;
            _largest = count;
            Thread = row;
        }
    }
}
