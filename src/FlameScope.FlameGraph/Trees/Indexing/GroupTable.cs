using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The groups of a profile's threads, or of its sets of labels. The number of a group is its rank in the order of the names' bytes, so comparing numbers
/// compares names. Equal names are one group.
/// </summary>
internal sealed class GroupTable
{
    private readonly byte[][] _labels;
    private readonly string?[] _names;
    private readonly int[] _byRow;

    public GroupTable(Profile profile, StackTreeOptions options)
    {
        byte[][] labels = options.GroupingLabel is { } key ? LabelsOfSets(profile, key) : LabelsOfThreads(profile, options.Grouping);
        var order = new int[labels.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => labels[a].AsSpan().SequenceCompareTo(labels[b]));

        _byRow = new int[labels.Length];
        var distinct = new List<byte[]>();
        foreach (int row in order)
        {
            if (distinct.Count == 0 || !distinct[^1].AsSpan().SequenceEqual(labels[row])) distinct.Add(labels[row]);
            _byRow[row] = distinct.Count - 1;
        }
        _labels = [.. distinct];
        _names = new string?[_labels.Length];
    }

    /// <summary>For each thread, or for each set of labels if the groups are those of a label, its group.</summary>
    public ReadOnlySpan<int> ByRow => _byRow;

    public int Count => _labels.Length;

    public ReadOnlySpan<byte> GetUtf8(int group) => _labels[group];

    public string GetName(int group) => _names[group] ??= Encoding.UTF8.GetString(_labels[group]);

    private static byte[][] LabelsOfThreads(Profile profile, StackGrouping grouping)
    {
        var labels = new byte[profile.Threads.Count][];
        for (int i = 0; i < labels.Length; i++) labels[i] = LabelOf(profile, profile.Threads.Rows[i], grouping);
        return labels;
    }

    private static byte[][] LabelsOfSets(Profile profile, string key)
    {
        var labels = new byte[profile.LabelSets.Count][];
        for (int i = 0; i < labels.Length; i++)
        {
            SampleLabel? label = profile.LabelSets[new LabelSetId(i)].FirstOrDefault(l => l.Key == key);
            labels[i] = Encoding.UTF8.GetBytes(label is null ? $"[no {key}]" : label.Unit.Length == 0 ? label.Value : $"{label.Value} {label.Unit}");
        }
        return labels;
    }

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
