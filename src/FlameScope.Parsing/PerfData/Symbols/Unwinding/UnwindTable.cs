namespace FlameScope.Parsing;

/// <summary>The functions of a file with the rules that find their callers: the section <c>.eh_frame</c>.</summary>
internal sealed class UnwindTable
{
    private const int MaximumFunctions = 8 * 1024 * 1024;

    private readonly byte[] _section;
    private readonly ulong _address;
    private readonly PerfByteOrder _order;
    private readonly bool _is64;
    private readonly Dictionary<int, CommonEntry?> _common = [];
    private ulong[] _starts = [];
    private Function[] _functions = [];

    private UnwindTable(byte[] section, ulong address, ElfFile file)
    {
        _section = section;
        _address = address;
        _order = file.Order;
        _is64 = file.Is64;
        Machine = file.Machine;
    }

    private readonly record struct Function(ulong Start, ulong Length, int Common, int Instructions, int End);

    private sealed record CommonEntry(ulong CodeAlignment, long DataAlignment, int ReturnRegister, byte PointerEncoding, bool HasData, bool IsSignal, int Instructions, int End);

    /// <summary>The memory that the table takes.</summary>
    public long Bytes => _section.LongLength + (_functions.LongLength * (2 * sizeof(ulong) + sizeof(ulong) + (4 * sizeof(int))));

    /// <summary>The processor, <c>EM_*</c>.</summary>
    public ushort Machine { get; }

    /// <summary>Reads the section; returns <c>null</c> if there is none.</summary>
    public static UnwindTable? TryRead(ElfFile file)
    {
        if (file.FindSection(".eh_frame") is not { } section || section.Length > int.MaxValue || file.Read(section) is not { } bytes) return null;
        var table = new UnwindTable(bytes, section.Address, file);
        table.ReadIndex();
        return table._functions.Length > 0 ? table : null;
    }

    /// <summary>Returns the rules at an address; <c>null</c> if there are none.</summary>
    public UnwindRow? Find(ulong address)
    {
        int index = Array.BinarySearch(_starts, address);
        if (index < 0) index = ~index - 1;
        if (index < 0 || address - _functions[index].Start >= _functions[index].Length) return null;
        Function function = _functions[index];
        if (!_common.TryGetValue(function.Common, out CommonEntry? common) || common is null) return null;
        var rows = new UnwindProgram(_section, _order, common.CodeAlignment, common.DataAlignment, common.ReturnRegister, common.IsSignal);
        return rows.Run(common.Instructions, common.End, function.Instructions, function.End, function.Start, address);
    }

    private void ReadIndex()
    {
        var functions = new List<Function>();
        var reader = new FrameReader(_section, _order);
        while (!reader.IsEnd && functions.Count < MaximumFunctions)
        {
            ulong length = reader.UInt32();
            if (length == 0) break;
            if (length == uint.MaxValue) length = reader.UInt64();
            int start = reader.Position;
            if (reader.IsBroken || length < 4 || length > (ulong)(reader.Length - start)) break;
            int end = start + (int)length;
            uint id = reader.UInt32();
            if (id == 0) _common[start] = null;
            else if (id <= (uint)start) TryAdd(functions, FindCommon(start - (int)id), start, end);
            reader.Position = end;
        }
        _functions = [.. functions];
        _starts = Array.ConvertAll(_functions, function => function.Start);
        Array.Sort(_starts, _functions);
    }

    // The offset in a function's entry leads to the length of its common entry.
    private int FindCommon(int offset)
    {
        var reader = new FrameReader(_section, _order) { Position = offset };
        int start = reader.UInt32() == uint.MaxValue ? offset + 12 : offset + 4;
        if (reader.IsBroken || start > _section.Length) return -1;
        if (!_common.TryGetValue(start, out CommonEntry? known) || known is null) _common[start] = ReadCommon(offset);
        return start;
    }

    private CommonEntry? ReadCommon(int offset)
    {
        var reader = new FrameReader(_section, _order) { Position = offset };
        ulong length = reader.UInt32();
        if (length == uint.MaxValue) length = reader.UInt64();
        int start = reader.Position;
        if (reader.IsBroken || length > (ulong)(_section.Length - start) || reader.UInt32() != 0) return null;
        int end = start + (int)length;
        byte version = reader.Byte();
        if (version is not (1 or 3 or 4)) return null;
        int textStart = reader.Position;
        while (reader.Byte() != 0)
        {
            if (reader.IsBroken) return null;
        }
        ReadOnlySpan<byte> augmentation = _section.AsSpan(textStart, reader.Position - textStart - 1);
        if (version == 4) reader.UInt16(); // the sizes of addresses and segments
        ulong codeAlignment = reader.Unsigned();
        long dataAlignment = reader.Signed();
        ulong returnRegister = version == 1 ? reader.Byte() : reader.Unsigned();
        byte encoding = 0;
        bool isSignal = false;
        bool hasData = augmentation.StartsWith("z"u8);
        if (hasData)
        {
            ulong dataLength = reader.Unsigned();
            if (dataLength > (ulong)(reader.Length - reader.Position)) return null;
            int after = reader.Position + (int)dataLength;
            foreach (byte letter in augmentation[1..])
            {
                if (letter == 'R') encoding = reader.Byte();
                else if (letter == 'P') SkipPersonality(ref reader);
                else if (letter == 'L') reader.Byte();
                else if (letter == 'S') isSignal = true;
            }
            reader.Position = after;
        }
        if (reader.IsBroken || returnRegister >= UnwindRow.RegisterCount || reader.Position > end) return null;
        return new CommonEntry(codeAlignment, dataAlignment, (int)returnRegister, encoding, hasData, isSignal, reader.Position, end);
    }

    private void SkipPersonality(ref FrameReader reader)
    {
        byte encoding = reader.Byte();
        reader.Pointer((byte)(encoding & 15), 0, _is64);
    }

    private void TryAdd(List<Function> functions, int commonStart, int start, int end)
    {
        if (commonStart < 0 || _common.GetValueOrDefault(commonStart) is not { } common) return;
        var reader = new FrameReader(_section, _order) { Position = start + 4 };
        ulong from = reader.Pointer(common.PointerEncoding, _address, _is64);
        ulong length = reader.Pointer((byte)(common.PointerEncoding & 15), 0, _is64);
        if (common.HasData) reader.Take(reader.Unsigned());
        if (reader.IsBroken || length == 0 || reader.Position > end) return;
        functions.Add(new Function(from, length, commonStart, reader.Position, end));
    }
}
