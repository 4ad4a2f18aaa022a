using System.Text.Json;

namespace FlameScope.Export;

/// <summary>The columns of a report's data, one after another, and the list that describes them. docs/report-format.md defines the format.</summary>
internal sealed class ReportColumns
{
    private readonly List<Column> _columns = [];
    private byte[] _bytes = new byte[64 * 1024];
    private int _used;

    private readonly record struct Column(string Name, string Encoding, int Count, int Length);

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _used);

    /// <summary>
    /// Adds numbers that are not negative, as LEB128: seven bits per byte, the lowest first; the top bit is set in all bytes but the last.
    /// </summary>
    public void AddUnsigned(string name, int count, Func<int, long> valueAt)
    {
        int start = _used;
        for (int i = 0; i < count; i++) Append((ulong)valueAt(i));
        End(name, "unsigned", count, start);
    }

    /// <summary>Adds numbers of either sign that can be absent: 0 is absent, otherwise zigzag plus one, so that 1, 2, 3, … are 0, -1, 1, ….</summary>
    public void AddOptional(string name, int count, Func<int, long?> valueAt)
    {
        int start = _used;
        for (int i = 0; i < count; i++) Append(valueAt(i) is { } value ? ZigZag(value) + 1 : 0);
        End(name, "optional", count, start);
    }

    /// <summary>Adds byte strings as two columns: their lengths and their bytes.</summary>
    public void AddNames(string name, int count, Func<int, byte[]> nameAt)
    {
        var names = new byte[count][];
        for (int i = 0; i < count; i++) names[i] = nameAt(i);
        AddUnsigned(name + "Lengths", count, i => names[i].Length);
        int start = _used;
        foreach (byte[] bytes in names)
        {
            Reserve(bytes.Length);
            bytes.CopyTo(_bytes.AsSpan(_used));
            _used += bytes.Length;
        }
        End(name + "Bytes", "bytes", _used - start, start);
    }

    /// <summary>Writes the list of columns as an array of objects.</summary>
    public void WriteList(Utf8JsonWriter json)
    {
        json.WriteStartArray("columns");
        foreach (Column column in _columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("encoding", column.Encoding);
            json.WriteNumber("count", column.Count);
            json.WriteNumber("bytes", column.Length);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private void Append(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[_used++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _bytes[_used++] = (byte)value;
    }

    private void Reserve(int length)
    {
        if (_bytes.Length - _used < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_used + length)));
    }

    private void End(string name, string encoding, int count, int start) => _columns.Add(new Column(name, encoding, count, _used - start));
}
