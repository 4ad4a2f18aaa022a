namespace FlameScope.Parsing;

/// <summary>The symbols of files that simpleperf stores in a recording.</summary>
internal sealed class SimpleperfSymbols
{
    private const int MaximumFiles = 100_000;

    private readonly Dictionary<string, SimpleperfFile> _files = new(StringComparer.Ordinal);

    /// <summary>Finds the symbols of a file.</summary>
    public SimpleperfFile? Find(string name) => _files.GetValueOrDefault(name);

    /// <summary>Reads the section with the symbols of all files.</summary>
    /// <returns><c>false</c> if it cannot be read to its end.</returns>
    public bool TryReadFile(ReadOnlySpan<byte> data, PerfByteOrder order)
    {
        while (data.Length >= 4)
        {
            uint length = order.ReadUInt32(data);
            data = data[4..];
            if (length > (uint)data.Length || _files.Count >= MaximumFiles || !TryReadOne(data[..(int)length], order)) return false;
            data = data[(int)length..];
        }
        return data.IsEmpty;
    }

    /// <summary>Reads the section of newer versions, in which each file is a protobuf message.</summary>
    /// <returns><c>false</c> if it cannot be read to its end.</returns>
    public bool TryReadFile2(ReadOnlySpan<byte> data, PerfByteOrder order)
    {
        while (data.Length >= 4)
        {
            uint length = order.ReadUInt32(data);
            data = data[4..];
            if (length > (uint)data.Length || _files.Count >= MaximumFiles || !TryReadMessage(data[..(int)length])) return false;
            data = data[(int)length..];
        }
        return data.IsEmpty;
    }

    private bool TryReadOne(ReadOnlySpan<byte> data, PerfByteOrder order)
    {
        int end = data.IndexOf((byte)0);
        if (end < 0 || data.Length - end - 1 < 16) return false;
        string path = System.Text.Encoding.UTF8.GetString(data[..end]);
        data = data[(end + 1)..];
        ulong minimum = order.ReadUInt64(data[4..]);
        uint count = order.ReadUInt32(data[12..]);
        data = data[16..];
        var text = new List<byte>();
        var symbols = new List<(ulong Start, ulong Length, int Name)>();
        for (uint i = 0; i < count; i++)
        {
            if (data.Length < 13) return false;
            int nameEnd = data[12..].IndexOf((byte)0);
            if (nameEnd < 0) return false;
            symbols.Add((order.ReadUInt64(data), order.ReadUInt32(data[8..]), text.Count));
            text.AddRange(data.Slice(12, nameEnd + 1));
            data = data[(12 + nameEnd + 1)..];
        }
        Add(path, minimum, null, text, symbols);
        return true;
    }

    private bool TryReadMessage(ReadOnlySpan<byte> data)
    {
        string path = "";
        ulong minimum = 0;
        ulong? offset = null;
        var text = new List<byte>();
        var symbols = new List<(ulong Start, ulong Length, int Name)>();
        var fields = new MessageFields(data);
        while (fields.Next(out int field, out ulong number, out ReadOnlySpan<byte> bytes))
        {
            if (field == 1) path = System.Text.Encoding.UTF8.GetString(bytes);
            else if (field == 3) minimum = number;
            else if (field == 4) AddSymbol(bytes, symbols, text);
            else if (field == 6) offset = FindNumber(bytes, 1);
        }
        if (fields.IsBroken) return false;
        Add(path, minimum, offset, text, symbols);
        return true;
    }

    private static void AddSymbol(ReadOnlySpan<byte> message, List<(ulong Start, ulong Length, int Name)> symbols, List<byte> text)
    {
        ulong start = 0, length = 0;
        ReadOnlySpan<byte> name = default;
        var fields = new MessageFields(message);
        while (fields.Next(out int field, out ulong number, out ReadOnlySpan<byte> bytes))
        {
            if (field == 1) start = number;
            else if (field == 2) length = number;
            else if (field == 3) name = bytes;
        }
        symbols.Add((start, length, text.Count));
        text.AddRange(name);
        text.Add(0);
    }

    private static ulong? FindNumber(ReadOnlySpan<byte> message, int wanted)
    {
        var fields = new MessageFields(message);
        while (fields.Next(out int field, out ulong number, out _))
        {
            if (field == wanted) return number;
        }
        return null;
    }

    private void Add(string path, ulong minimum, ulong? offset, List<byte> text, List<(ulong Start, ulong Length, int Name)> symbols)
    {
        var builder = new SymbolTableBuilder([.. text], symbols.Count);
        foreach ((ulong start, ulong length, int name) in symbols) builder.Add(start, length, name, SymbolBinding.Global);
        if (path.Length > 0 && builder.Count > 0) _files[path] = new SimpleperfFile(builder.Build(), minimum, offset);
    }

    // The few kinds of protobuf fields that the message has.
    private ref struct MessageFields(ReadOnlySpan<byte> message)
    {
        private ReadOnlySpan<byte> _rest = message;

        public bool IsBroken { get; private set; }

        public bool Next(out int field, out ulong number, out ReadOnlySpan<byte> bytes)
        {
            field = 0;
            number = 0;
            bytes = default;
            if (_rest.IsEmpty || IsBroken) return false;
            if (!TryReadNumber(out ulong key)) return false;
            field = (int)Math.Min(key >> 3, int.MaxValue);
            switch (key & 7)
            {
                case 0:
                    return TryReadNumber(out number);
                case 2 when TryReadNumber(out ulong length) && length <= (ulong)_rest.Length:
                    bytes = _rest[..(int)length];
                    _rest = _rest[(int)length..];
                    return true;
                default:
                    IsBroken = true;
                    return false;
            }
        }

        private bool TryReadNumber(out ulong number)
        {
            number = 0;
            for (int i = 0; i < _rest.Length && i < 10; i++)
            {
                number |= (ulong)(_rest[i] & 127) << (7 * i);
                if (_rest[i] >= 128) continue;
                _rest = _rest[(i + 1)..];
                return true;
            }
            IsBroken = true;
            return false;
        }
    }
}

/// <summary>The symbols of a file in a recording of simpleperf.</summary>
/// <param name="Symbols">The functions, by their address in the file.</param>
/// <param name="MinimumAddress">The address of the first executable segment.</param>
/// <param name="MinimumOffset">The offset in the file of that segment; <c>null</c> if it is not known.</param>
internal sealed record SimpleperfFile(SymbolTable Symbols, ulong MinimumAddress, ulong? MinimumOffset)
{
    /// <summary>Returns the address of an offset in the file. Without the offset of the segment, both are taken to be equal, as linkers of the time made them.</summary>
    public ulong ToAddress(ulong offset) => MinimumOffset is { } start ? unchecked(offset - start + MinimumAddress) : offset;
}
