namespace FlameScope.Parsing;

/// <summary>
/// Reads a <c>jit-PID.dump</c>, in which a just-in-time compiler writes the code that it makes. Code that is written later replaces earlier code at its
/// addresses.
/// </summary>
internal static class JitDump
{
    private const uint Magic = 0x4A69_5444;
    private const int HeaderLength = 40;
    private const int RecordLength = 16;
    private const uint CodeLoad = 0;
    private const uint CodeMove = 1;

    /// <summary>Reads a dump.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>The functions; <c>null</c> if there are none.</returns>
    public static SymbolTable? Read(byte[] bytes)
    {
        if (bytes.Length < HeaderLength) return null;
        var order = new PerfByteOrder(isBigEndian: false);
        if (order.ReadUInt32(bytes) != Magic) order = new PerfByteOrder(isBigEndian: true);
        if (order.ReadUInt32(bytes) != Magic) return null;
        var lines = new List<PerfMapText.Line>();
        var names = new Dictionary<ulong, int>(); // by the index of the code
        ulong next = order.ReadUInt32(bytes.AsSpan(8));
        while (next <= (ulong)(bytes.Length - RecordLength))
        {
            int at = (int)next;
            ReadOnlySpan<byte> record = bytes.AsSpan(at);
            uint type = order.ReadUInt32(record), length = order.ReadUInt32(record[4..]);
            if (length < RecordLength || length > (uint)record.Length) break;
            ReadOnlySpan<byte> body = record[RecordLength..(int)length];
            if (type == CodeLoad && body.Length > 40)
            {
                names[order.ReadUInt64(body[32..])] = at + RecordLength + 40;
                Add(lines, order.ReadUInt64(body[16..]), order.ReadUInt64(body[24..]), at + RecordLength + 40);
            }
            else if (type == CodeMove && body.Length >= 48 && names.TryGetValue(order.ReadUInt64(body[40..]), out int name))
            {
                Add(lines, order.ReadUInt64(body[24..]), order.ReadUInt64(body[32..]), name);
            }
            next += length;
        }
        return lines.Count == 0 ? null : PerfMapText.Build(bytes, lines);
    }

    private static void Add(List<PerfMapText.Line> lines, ulong start, ulong length, int name)
    {
        if (length > 0 && start <= ulong.MaxValue - length) lines.Add(new PerfMapText.Line(start, start + length, name));
    }
}
