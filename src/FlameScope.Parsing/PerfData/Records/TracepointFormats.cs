using System.Globalization;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>A field of a tracepoint.</summary>
/// <param name="Name">The name.</param>
/// <param name="Offset">The offset in the payload of a sample.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Kind">The kind of the content.</param>
internal sealed record TracepointField(string Name, int Offset, int Size, TracepointFieldKind Kind)
{
    /// <summary>The texts of the bits; <c>null</c> for a field that is a number.</summary>
    public TracepointFlags? Flags { get; init; }
}

/// <summary>The kind of a field of a tracepoint.</summary>
internal enum TracepointFieldKind
{
    Unsigned,
    Signed,

    /// <summary>An address, which is shown in hexadecimal form.</summary>
    Pointer,

    /// <summary>Characters in place, up to a null byte.</summary>
    Text,

    /// <summary>The offset and the length of characters elsewhere in the payload.</summary>
    TextElsewhere,

    /// <summary>The same, with an offset from the end of the field.</summary>
    TextAfter,
}

/// <summary>Reads the formats of tracepoints, which perf copies from the kernel into a recording.</summary>
internal sealed class TracepointFormats
{
    private const int MaximumFields = 128;
    private const int MaximumName = 100;
    private const int MaximumFormats = 100_000;
    private const int SmallestCommon = 8; // common_type, common_flags, common_preempt_count, common_pid

    private readonly Dictionary<ulong, TracepointField[]> _fields = [];

    /// <summary>Returns the fields of a tracepoint; empty if the recording does not describe it.</summary>
    /// <param name="id">The number of the tracepoint, which is the configuration of its event.</param>
    public TracepointField[] this[ulong id] => _fields.GetValueOrDefault(id, []);

    /// <summary>Reads the formats.</summary>
    /// <returns><c>false</c> if they are cut or not understood. What precedes the fault is kept.</returns>
    public bool TryRead(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith("\u0017\bDtracing"u8)) return false;
        data = data[10..];
        if (!TryTakeText(ref data, out _) || data.Length < 6) return false;
        var order = new PerfByteOrder(data[0] != 0);
        data = data[6..]; // the byte order, the size of a long, and the size of a page
        for (int i = 0; i < 2; i++)
        {
            if (!TryTakeText(ref data, out _) || !TryTakeFile(ref data, order, out _)) return false; // header_page, header_event
        }
        if (!TryTakeCount(ref data, order, out uint count)) return false;
        for (uint i = 0; i < count; i++)
        {
            if (!TryTakeFile(ref data, order, out _)) return false; // formats of the kernel's own tracers
        }
        if (!TryTakeCount(ref data, order, out uint systems)) return false;
        for (uint system = 0; system < systems; system++)
        {
            if (!TryTakeText(ref data, out _) || !TryTakeCount(ref data, order, out count)) return false;
            for (uint i = 0; i < count; i++)
            {
                if (!TryTakeFile(ref data, order, out ReadOnlySpan<byte> format)) return false;
                if (_fields.Count < MaximumFormats) Add(Encoding.UTF8.GetString(format));
            }
        }
        return true;
    }

    private static bool TryTakeText(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> text)
    {
        int end = data.IndexOf((byte)0);
        text = end < 0 ? default : data[..end];
        data = end < 0 ? default : data[(end + 1)..];
        return end >= 0;
    }

    private static bool TryTakeCount(ref ReadOnlySpan<byte> data, PerfByteOrder order, out uint count)
    {
        count = 0;
        if (data.Length < sizeof(uint)) return false;
        count = order.ReadUInt32(data);
        data = data[sizeof(uint)..];
        return true;
    }

    private static bool TryTakeFile(ref ReadOnlySpan<byte> data, PerfByteOrder order, out ReadOnlySpan<byte> file)
    {
        file = default;
        if (data.Length < sizeof(ulong)) return false;
        ulong length = order.ReadUInt64(data);
        data = data[sizeof(ulong)..];
        if (length > (ulong)data.Length) return false;
        file = data[..(int)length];
        data = data[(int)length..];
        return true;
    }

    // "ID: 372", and lines such as "field:char prev_comm[16]; offset:8; size:16; signed:0;".
    private void Add(string format)
    {
        ulong? id = null;
        var fields = new List<TracepointField>();
        foreach (string line in format.Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("ID:", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(3), CultureInfo.InvariantCulture, out ulong number)) id = number;
            else if (text.StartsWith("field:", StringComparison.Ordinal) && fields.Count < MaximumFields && ReadField(text[6..]) is { } field) fields.Add(field);
        }
        if (id is { } known) _fields[known] = [.. fields.Select(field => field with { Flags = ReadFlags(format, field) })];
    }

    private static TracepointFlags? ReadFlags(string format, TracepointField field)
    {
        if (field.Kind is not (TracepointFieldKind.Signed or TracepointFieldKind.Unsigned)) return null;
        int start = format.IndexOf("print fmt:", StringComparison.Ordinal);
        return start < 0 ? null : TracepointFlags.TryRead(format.AsSpan(start), field.Name);
    }

    private static TracepointField? ReadField(string text)
    {
        string[] parts = text.Split(';');
        if (parts.Length < 3 || FindNumber(parts, "offset:") is not { } offset || FindNumber(parts, "size:") is not { } size || offset < SmallestCommon) return null;
        string declaration = parts[0].Trim();
        bool isArray = declaration.EndsWith(']');
        if (isArray) declaration = declaration[..Math.Max(declaration.LastIndexOf('['), 0)];
        int space = declaration.LastIndexOfAny([' ', '*']);
        if (space < 0) return null;
        string type = declaration[..(space + 1)], name = declaration[(space + 1)..];
        if (name.Length is 0 or > MaximumName || name.StartsWith("common_", StringComparison.Ordinal)) return null;
        bool isText = type.Contains("char", StringComparison.Ordinal);
        TracepointFieldKind? kind =
            type.Contains("__data_loc", StringComparison.Ordinal) ? isText ? TracepointFieldKind.TextElsewhere : null
            : type.Contains("__rel_loc", StringComparison.Ordinal) ? isText ? TracepointFieldKind.TextAfter : null
            : isArray ? isText ? TracepointFieldKind.Text : null
            : size is not (1 or 2 or 4 or 8) ? null
            : type.Contains('*', StringComparison.Ordinal) ? TracepointFieldKind.Pointer
            : FindNumber(parts, "signed:") is > 0 ? TracepointFieldKind.Signed : TracepointFieldKind.Unsigned;
        return kind is { } found ? new TracepointField(name, offset, size, found) : null;
    }

    private static int? FindNumber(string[] parts, string name)
    {
        foreach (string part in parts)
        {
            string text = part.Trim();
            if (text.StartsWith(name, StringComparison.Ordinal) && ushort.TryParse(text.AsSpan(name.Length), CultureInfo.InvariantCulture, out ushort number)) return number;
        }
        return null;
    }
}
