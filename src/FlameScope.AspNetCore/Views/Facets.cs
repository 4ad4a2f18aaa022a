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

    private static (Choices Events, Choices Comms, Choices Pids, Choices Tids, Choices Cpus, Choices Labels) Count(Profile profile)
    {
        Choices events = new(), comms = new(), pids = new(), tids = new(), cpus = new(), labels = new();
        SampleTable samples = profile.Samples;
        ReadOnlySpan<long> counts = samples.Counts;
        ReadOnlySpan<LabelSetId> sets = samples.LabelSets;
        ReadOnlySpan<ThreadInfo> threads = profile.Threads.Rows;
        for (int i = 0; i < samples.Count; i++)
        {
            if (profile.IsIdle(i)) continue;
            long count = counts.IsEmpty ? 1 : counts[i];
            ThreadInfo thread = threads[samples.Threads[i].Value];
            events.Add(samples.Events[i].Value, default, count);
            comms.Add(thread.Comm.Value, default, count);
            if (thread.Pid is { } pid) pids.Add(pid, thread.Comm, count);
            if (thread.Tid is { } tid) tids.Add(tid, thread.Comm, count);
            if (samples.Cpus[i] != SampleTable.NoCpu) cpus.Add(samples.Cpus[i], default, count);
            if (!sets.IsEmpty) labels.Add(sets[i].Value, default, count);
        }
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
