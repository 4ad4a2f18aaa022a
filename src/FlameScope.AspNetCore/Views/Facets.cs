using System.Globalization;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>
/// The choices of the filters: events, thread names, processes, threads, processors and labels, with their numbers of samples that are not
/// idle, the most frequent first. The report's page collects the same (<c>web/report/view/state/facets.js</c>).
/// </summary>
internal static class Facets
{
    private const int MaximumChoices = 500;
    private const long Exact = 1L << 53;

    /// <summary>Writes the choices of a profile as an object.</summary>
    public static void Write(Utf8JsonWriter json, Profile profile)
    {
        var (events, comms, pids, tids, cpus, labels) = Count(profile);
        json.WriteStartObject();
        Write(json, "event", events.ByCount, id => profile.Events[new SampleEventId((int)id)]);
        Write(json, "comm", comms.ByCount, id => profile.Comms[new CommId((int)id)]);
        WriteIds(json, "pid", pids.ByCount, profile);
        WriteIds(json, "tid", tids.ByCount, profile);
        WriteIds(json, "cpu", cpus.ByCount.OrderBy(choice => choice.Key), profile);
        WriteLabels(json, profile, labels);
        json.WriteEndObject();
    }

    // Samples are counted per row of a table, which are few, and rows are then added in the order of their first samples.
    private static (Choices Events, Choices Comms, Choices Pids, Choices Tids, Choices Cpus, Choices Labels) Count(Profile profile)
    {
        Choices events = new(), comms = new(), pids = new(), tids = new(), cpus = new(), labels = new();
        SampleTable samples = profile.Samples;
        ReadOnlySpan<long> counts = samples.Counts;
        ReadOnlySpan<LabelSetId> sets = samples.LabelSets;
        ReadOnlySpan<ThreadId> threadIds = samples.Threads;
        ReadOnlySpan<SampleEventId> eventIds = samples.Events;
        ReadOnlySpan<int> cpuIds = samples.Cpus;
        RowCounts ofThreads = new(profile.Threads.Count), ofEvents = new(profile.Events.Count), ofLabels = new(sets.IsEmpty ? 0 : profile.LabelSets.Count);
        int lastCpu = SampleTable.NoCpu;
        long ofLastCpu = 0;
        for (int i = 0; i < threadIds.Length; i++)
        {
            if (profile.IsIdle(i)) continue;
            long count = counts.IsEmpty ? 1 : counts[i];
            ofThreads.Add(threadIds[i].Value, count);
            ofEvents.Add(eventIds[i].Value, count);
            if (!sets.IsEmpty) ofLabels.Add(sets[i].Value, count);
            // Numbers of processors are not rows of a table.
            if (cpuIds[i] != lastCpu)
            {
                if (lastCpu != SampleTable.NoCpu) cpus.Add(lastCpu, default, ofLastCpu);
                (lastCpu, ofLastCpu) = (cpuIds[i], 0);
            }
            ofLastCpu += count;
        }
        if (lastCpu != SampleTable.NoCpu) cpus.Add(lastCpu, default, ofLastCpu);
        foreach (int row in ofThreads.InOrder)
        {
            ThreadInfo thread = profile.Threads.Rows[row];
            long count = ofThreads[row];
            comms.Add(thread.Comm.Value, default, count);
            if (thread.Pid is { } pid) pids.Add(pid, thread.Comm, count);
            if (thread.Tid is { } tid) tids.Add(tid, thread.Comm, count);
        }
        foreach (int row in ofEvents.InOrder) events.Add(row, default, ofEvents[row]);
        foreach (int row in ofLabels.InOrder) labels.Add(row, default, ofLabels[row]);
        return (events, comms, pids, tids, cpus, labels);
    }

    private static void Write(Utf8JsonWriter json, string property, IEnumerable<Choice> choices, Func<long, string> nameOf)
    {
        json.WriteStartArray(property);
        // Different ids can have equal names in a merged profile.
        foreach (IGrouping<string, Choice> same in choices.GroupBy(choice => nameOf(choice.Key), StringComparer.Ordinal).Take(MaximumChoices))
        {
            json.WriteStartObject();
            json.WriteString("key", same.Key);
            json.WriteString("name", "");
            json.WriteNumber("count", same.Sum(choice => choice.Count));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // The name of a process or thread is that of its first sample. Ids that a double does not represent exactly are texts.
    private static void WriteIds(Utf8JsonWriter json, string property, IEnumerable<Choice> choices, Profile profile)
    {
        json.WriteStartArray(property);
        foreach (Choice choice in choices.Take(MaximumChoices))
        {
            json.WriteStartObject();
            if (Math.Abs((double)choice.Key) < Exact) json.WriteNumber("key", choice.Key);
            else json.WriteString("key", choice.Key.ToString(CultureInfo.InvariantCulture));
            json.WriteString("name", property == "cpu" ? "" : profile.Comms[choice.Comm]);
            json.WriteNumber("count", choice.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, Profile profile, Choices sets)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (Choice set in sets.ByCount)
        {
            foreach (SampleLabel label in profile.LabelSets[new LabelSetId((int)set.Key)])
            {
                string text = $"{label.Key}={label.Value}{(label.Unit.Length == 0 ? "" : " ")}{label.Unit}";
                counts[text] = counts.GetValueOrDefault(text) + set.Count;
            }
        }
        json.WriteStartArray("label");
        foreach ((string text, long count) in counts.OrderByDescending(pair => pair.Value).Take(MaximumChoices))
        {
            json.WriteStartObject();
            json.WriteString("key", text);
            json.WriteString("name", "");
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // The numbers of samples of the rows of a table, and the rows in the order of their first samples.
    private sealed class RowCounts(int rows)
    {
        private readonly long[] _counts = new long[rows];
        private readonly bool[] _isUsed = new bool[rows];
        private readonly List<int> _order = [];

        public IReadOnlyList<int> InOrder => _order;

        public long this[int row] => _counts[row];

        public void Add(int row, long count)
        {
            _counts[row] += count;
            if (_isUsed[row]) return;
            _isUsed[row] = true;
            _order.Add(row);
        }
    }

    private readonly record struct Choice(long Key, CommId Comm, long Count);

    private sealed class Choices
    {
        private readonly Dictionary<long, int> _rows = [];
        private readonly List<Choice> _choices = [];

        public IEnumerable<Choice> ByCount => _choices.OrderByDescending(choice => choice.Count);

        public void Add(long key, CommId comm, long count)
        {
            if (_rows.TryGetValue(key, out int row))
            {
                _choices[row] = _choices[row] with { Count = _choices[row].Count + count };
                return;
            }
            _rows.Add(key, _choices.Count);
            _choices.Add(new Choice(key, comm, count));
        }
    }
}
