namespace FlameScope.Parsing;

/// <summary>
/// Reads the events of a block, or the rows of a metadata block of versions 4 and 5, which have the same headers. A compressed header contains only
/// what differs from the previous one; the first one differs from zeros.
/// </summary>
internal ref struct NetTraceEventReader
{
    private const int MinimumHeaderSize = 20;
    private const int ActivityIdSize = 16;

    private readonly bool _isVersion6;
    private readonly bool _isCompressed;
    private NetTraceCursor _cursor;

    public NetTraceEventReader(ReadOnlySpan<byte> content, int version)
    {
        _isVersion6 = version >= 6;
        _cursor = new NetTraceCursor(content);
        int headerSize = _cursor.ReadUInt16();
        _isCompressed = (_cursor.ReadUInt16() & 1) != 0;
        _cursor.Skip(Math.Max(headerSize, MinimumHeaderSize) - (2 * sizeof(ushort)));
    }

    public uint MetadataId { get; private set; }

    public uint SequenceNumber { get; private set; }

    public ulong CaptureThread { get; private set; }

    public uint Processor { get; private set; }

    public ulong Thread { get; private set; }

    public uint StackId { get; private set; }

    public ulong Ticks { get; private set; }

    public uint LabelListId { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    public readonly int Position => _cursor.Position;

    /// <summary>Indicates whether the block ends within an event.</summary>
    public readonly bool IsFaulty => _cursor.IsFaulty;

    private uint PayloadSize { get; set; }

    /// <summary>Reads the next event.</summary>
    /// <returns><c>false</c> if there is no further whole event.</returns>
    public bool Read()
    {
        if (_cursor.Remaining == 0) return false;
        if (_isCompressed) ReadCompressed();
        else ReadPlain();
        return !_cursor.IsFaulty;
    }

    private void ReadCompressed()
    {
        NetTraceCursor cursor = _cursor; // in registers
        byte flags = cursor.ReadByte();
        if ((flags & 1) != 0) MetadataId = cursor.ReadVarUInt32();
        if ((flags & 2) != 0)
        {
            SequenceNumber += cursor.ReadVarUInt32();
            CaptureThread = cursor.ReadVarUInt64();
            Processor = cursor.ReadVarUInt32();
        }
        if (_isVersion6 || MetadataId != 0) SequenceNumber++;
        if ((flags & 4) != 0) Thread = cursor.ReadVarUInt64();
        if ((flags & 8) != 0) StackId = cursor.ReadVarUInt32();
        Ticks += cursor.ReadVarUInt64();
        if ((flags & 16) != 0)
        {
            if (_isVersion6) LabelListId = cursor.ReadVarUInt32();
            else cursor.Skip(ActivityIdSize);
        }
        if ((flags & 32) != 0 && !_isVersion6) cursor.Skip(ActivityIdSize);
        if ((flags & 128) != 0) PayloadSize = cursor.ReadVarUInt32();
        Payload = cursor.ReadBytes(PayloadSize);
        _cursor = cursor;
    }

    private void ReadPlain()
    {
        uint size = _cursor.ReadUInt32();
        int start = _cursor.Position;
        MetadataId = _cursor.ReadUInt32() & int.MaxValue;
        SequenceNumber = _cursor.ReadUInt32();
        Thread = _cursor.ReadUInt64();
        CaptureThread = _cursor.ReadUInt64();
        Processor = _cursor.ReadUInt32();
        StackId = _cursor.ReadUInt32();
        Ticks = _cursor.ReadUInt64();
        if (_isVersion6) LabelListId = _cursor.ReadUInt32();
        else _cursor.Skip(2 * ActivityIdSize);
        Payload = _cursor.ReadBytes(_cursor.ReadUInt32());

        // Events of versions 4 and 5 are aligned. The content of a block is aligned in the file, so its positions are.
        long end = start + (long)size;
        if (!_isVersion6) end = Math.Min((end + 3) & ~3L, _cursor.Position + (long)_cursor.Remaining);
        _cursor.Skip(end - _cursor.Position);
    }
}
