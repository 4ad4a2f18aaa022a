using System.Buffers;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes one <c>ProfilesData</c> message: the profiles first, then the dictionary that their rows were added to.</summary>
internal sealed class OtlpDocument
{
    private readonly SampleSelection _samples;
    private readonly Profile _profile;
    private readonly UnixTimes _times;
    private readonly OtlpTables _tables;
    private readonly ProtobufWriter _message = new();
    private readonly List<long> _values = [];
    private readonly List<long> _pointTimes = [];
    private readonly List<long> _untimed = [];

    public OtlpDocument(SampleSelection samples)
    {
        _samples = samples;
        _profile = samples.Profile;
        _times = new UnixTimes(_profile);
        _tables = new OtlpTables(_profile);
    }

    /// <summary>The samples of an event that share an entry, as slices of one array.</summary>
    private readonly record struct Entries(List<EntryKey> Keys, int[] Starts, int[] Samples);

    private readonly record struct EntryKey(StackId Stack, ThreadId Thread, LabelSetId Labels, int Cpu);

    public void Write(IBufferWriter<byte> output)
    {
        _message.BeginMessage(1);
        if (_profile.Header.HostName is { } host)
        {
            _message.BeginMessage(1);
            _message.BeginMessage(1);
            _message.WriteBytes(1, "host.name"u8);
            _message.BeginMessage(2);
            _message.WriteBytes(1, System.Text.Encoding.UTF8.GetBytes(host));
            _message.EndMessage();
            _message.EndMessage();
            _message.EndMessage();
        }
        _message.BeginMessage(2);
        Entries entries = default;
        SampleEventId? grouped = null;
        foreach (WrittenColumn column in Columns())
        {
            if (grouped != column.Event) entries = Group(column.Event);
            grouped = column.Event;
            WriteProfile(column, entries);
        }
        _message.EndMessage();
        _message.EndMessage();
        _message.MoveTo(output);
        _message.BeginMessage(2);
        _tables.WriteTo(_message);
        _message.EndMessage();
        _message.MoveTo(output);
    }

    // Tools show the first profile: the default event, and the default value of each event.
    private IEnumerable<WrittenColumn> Columns() => WrittenColumns.Of(_samples, countsAlways: false)
        .OrderBy(column => column.Event == _profile.DefaultEvent ? 0 : 1)
        .ThenBy(column => column.Event.Value)
        .ThenBy(column => column.IsDefault ? 0 : 1);

    // In the order in which the stacks occur first; samples of an entry keep their order.
    private Entries Group(SampleEventId eventId)
    {
        SampleTable table = _profile.Samples;
        var rows = new Dictionary<EntryKey, int>();
        var keys = new List<EntryKey>();
        var counts = new List<int>();
        var members = new List<(int Row, int Sample)>();
        foreach (int sample in _samples)
        {
            if (table.Events[sample] != eventId) continue;
            LabelSetId labels = table.LabelSets.IsEmpty ? LabelSetId.None : table.LabelSets[sample];
            var key = new EntryKey(table.Stacks[sample], table.Threads[sample], labels, table.Cpus[sample]);
            ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out bool isKnown);
            if (!isKnown)
            {
                row = keys.Count;
                keys.Add(key);
                counts.Add(0);
            }
            counts[row]++;
            members.Add((row, sample));
        }
        var starts = new int[keys.Count + 1];
        for (int row = 0; row < counts.Count; row++) starts[row + 1] = starts[row] + counts[row];
        int[] next = starts[..^1];
        var samples = new int[members.Count];
        foreach ((int row, int sample) in members) samples[next[row]++] = sample;
        return new Entries(keys, starts, samples);
    }

    private void WriteProfile(WrittenColumn column, Entries entries)
    {
        long first = long.MaxValue, last = 0;
        _message.BeginMessage(2);
        WriteType(1, column);
        for (int row = 0; row < entries.Keys.Count; row++)
        {
            ReadOnlySpan<int> samples = entries.Samples.AsSpan(entries.Starts[row]..entries.Starts[row + 1]);
            WriteEntry(column, entries.Keys[row], samples, ref first, ref last);
        }
        if (last > 0 && _times.IsWall)
        {
            _message.WriteFixed64(3, (ulong)first);
            _message.WriteVarint(4, last - first);
        }
        _message.EndMessage();
    }

    private void WriteEntry(WrittenColumn column, EntryKey key, ReadOnlySpan<int> samples, ref long first, ref long last)
    {
        SampleTable table = _profile.Samples;
        _values.Clear();
        _pointTimes.Clear();
        _untimed.Clear();
        bool isOne = true;
        foreach (int sample in samples)
        {
            long value = WrittenColumns.GetValue(table, column, sample);
            if (_times.At(table.Times[sample]) is not { } time)
            {
                _untimed.Add(value);
                continue;
            }
            isOne &= value == 1;
            _values.Add(value);
            _pointTimes.Add(time);
            first = Math.Min(first, time);
            last = Math.Max(last, time);
        }
        // Times without values count 1 each.
        if (_pointTimes.Count > 0) WriteSample(key, isOne ? [] : CollectionsMarshal.AsSpan(_values), CollectionsMarshal.AsSpan(_pointTimes));
        if (_untimed.Count > 0) WriteSample(key, CollectionsMarshal.AsSpan(_untimed), []);
    }

    private void WriteSample(EntryKey key, ReadOnlySpan<long> values, ReadOnlySpan<long> times)
    {
        _message.BeginMessage(2);
        _message.WriteVarint(1, _tables.AddStack(key.Stack));
        _message.WritePacked(2, _tables.AddAttributes(key.Thread, key.Labels, key.Cpu));
        _message.WritePacked(4, values);
        _message.WritePackedFixed64(5, times);
        _message.EndMessage();
    }

    private void WriteType(int field, WrittenColumn column)
    {
        _message.BeginMessage(field);
        _message.WriteVarint(1, _tables.Texts.Add(column.Name));
        _message.WriteVarint(2, _tables.Texts.Add(column.Unit));
        _message.EndMessage();
    }
}
