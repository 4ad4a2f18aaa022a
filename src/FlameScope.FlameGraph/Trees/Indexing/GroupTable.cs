using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The groups of a profile's threads. The number of a group is its rank in the order of the labels' bytes, so comparing numbers compares names. Equal
/// labels are one group.
/// </summary>
internal sealed class GroupTable
{
    private readonly byte[][] _labels;
    private readonly string?[] _names;
    private readonly int[] _byThread;

    public GroupTable(Profile profile, StackGrouping grouping)
    {
        var labels = new byte[profile.Threads.Count][];
        var order = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = LabelOf(profile, profile.Threads.Rows[i], grouping);
            order[i] = i;
        }
        order.AsSpan().Sort((a, b) => labels[a].AsSpan().SequenceCompareTo(labels[b]));

        _byThread = new int[labels.Length];
        var distinct = new List<byte[]>();
        foreach (int thread in order)
        {
            if (distinct.Count == 0 || !distinct[^1].AsSpan().SequenceEqual(labels[thread])) distinct.Add(labels[thread]);
            _byThread[thread] = distinct.Count - 1;
        }
        _labels = [.. distinct];
        _names = new string?[_labels.Length];
    }

    /// <summary>For each thread, its group.</summary>
    public ReadOnlySpan<int> ByThread => _byThread;

    public int Count => _labels.Length;

    public ReadOnlySpan<byte> GetUtf8(int group) => _labels[group];

    public string GetName(int group) => _names[group] ??= Encoding.UTF8.GetString(_labels[group]);

    private static byte[] LabelOf(Profile profile, ThreadInfo thread, StackGrouping grouping)
    {
        ReadOnlySpan<byte> comm = profile.Comms.GetUtf8(thread.Comm);
        return grouping switch
        {
            StackGrouping.ThreadName => comm.ToArray(),
            StackGrouping.Process => [.. comm, .. Encoding.UTF8.GetBytes("-" + IdOf(thread.Pid))],
            StackGrouping.Thread => [.. comm, .. Encoding.UTF8.GetBytes("-" + IdOf(thread.Pid) + "/" + IdOf(thread.Tid))],
            _ => [],
        };
    }

    // The minus sign of a negative id depends on the culture unless one is specified.
    private static string IdOf(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
