namespace FlameScope.Parsing;

/// <summary>Reads numbers of DWARF call frame information. Reading beyond the end sets <see cref="IsBroken"/> and gives zeros.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes, PerfByteOrder order)
{
    private const int ApplicationMask = 0x70;
    private const int PcRelative = 0x10;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; set; }

    public bool IsBroken { get; private set; }

    public readonly bool IsEnd => Position >= _bytes.Length || IsBroken;

    public readonly int Length => _bytes.Length;

    public byte Byte()
    {
        ReadOnlySpan<byte> one = Take(1);
        return one.IsEmpty ? (byte)0 : one[0];
    }

    public ushort UInt16() => Take(2) is { IsEmpty: false } part ? order.ReadUInt16(part) : (ushort)0;

    public uint UInt32() => Take(4) is { IsEmpty: false } part ? order.ReadUInt32(part) : 0;

    public ulong UInt64() => Take(8) is { IsEmpty: false } part ? order.ReadUInt64(part) : 0;

    public ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Byte();
            if (shift < 64) value |= (ulong)(next & 127) << shift;
            if (next < 128 || IsBroken) return value;
        }
    }

    public long Signed()
    {
        long value = 0;
        for (int shift = 0; ;)
        {
            byte next = Byte();
            if (shift < 64) value |= (long)(next & 127) << shift;
            shift += 7;
            if (next >= 128 && !IsBroken) continue;
            return (next & 64) != 0 && shift < 64 ? value | (-1L << shift) : value;
        }
    }

    /// <summary>Returns the bytes up to a length.</summary>
    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (IsBroken || length > (ulong)(_bytes.Length - Position))
        {
            IsBroken = true;
            return default;
        }
        Position += (int)length;
        return _bytes.Slice(Position - (int)length, (int)length);
    }

    /// <summary>Reads a pointer.</summary>
    /// <param name="encoding">The encoding, <c>DW_EH_PE_*</c>.</param>
    /// <param name="address">The address of the first byte of the section.</param>
    /// <param name="is64">Indicates whether an absolute pointer has 64 bits.</param>
    public ulong Pointer(byte encoding, ulong address, bool is64)
    {
        if (encoding == 0xFF) return 0;
        ulong place = unchecked(address + (ulong)Position);
        ulong value = (encoding & 15) switch
        {
            0 => is64 ? UInt64() : UInt32(),
            1 => Unsigned(),
            2 => UInt16(),
            3 => UInt32(),
            4 or 12 => UInt64(),
            9 => unchecked((ulong)Signed()),
            10 => unchecked((ulong)(short)UInt16()),
            11 => unchecked((ulong)(int)UInt32()),
            _ => Fail(),
        };
        return (encoding & ApplicationMask) switch
        {
            0 => value,
            PcRelative => unchecked(place + value),
            _ => Fail(), // relative to other sections, which compilers do not use for functions
        };
    }

    private ulong Fail()
    {
        IsBroken = true;
        return 0;
    }
}
