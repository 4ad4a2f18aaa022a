namespace FlameScope.Parsing;

/// <summary>A part of a file.</summary>
internal readonly record struct FileSection(ulong Offset, ulong Length)
{
    public const int EncodedLength = 16;

    /// <summary>The offset after the last byte; <see cref="ulong.MaxValue"/> if it does not fit.</summary>
    public ulong End => unchecked(Offset + Length) < Offset ? ulong.MaxValue : Offset + Length;

    public static FileSection Read(ReadOnlySpan<byte> bytes, PerfByteOrder order) => new(order.ReadUInt64(bytes), order.ReadUInt64(bytes[8..]));
}

/// <summary>The header of a file: where its sections are.</summary>
/// <param name="EventLength">The length of an event's entry, which ends in the section of the event's identifiers.</param>
/// <param name="Events">The entries of the events.</param>
/// <param name="Data">The records. The length is 0 if the recorder did not end regularly.</param>
/// <param name="Features">The numbers of the header sections that follow the records.</param>
internal sealed record FileLayout(ulong EventLength, FileSection Events, FileSection Data, IReadOnlyList<int> Features)
{
    /// <summary>The length of the header, of which <see cref="MinimumLength"/> bytes are required.</summary>
    public const int HeaderLength = 104;

    public const int MinimumLength = 72;

    /// <summary>The length of the header of a pipe.</summary>
    public const int PipeHeaderLength = 16;

    private const int FeatureBits = 256;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="bytes">At least <see cref="MinimumLength"/> bytes.</param>
    /// <param name="order">The byte order.</param>
    public static FileLayout Read(ReadOnlySpan<byte> bytes, PerfByteOrder order)
    {
        var features = new List<int>();
        ReadOnlySpan<byte> bits = bytes[MinimumLength..];
        for (int i = 0; i < FeatureBits && (i / 64 * 8) + 8 <= bits.Length; i++)
        {
            if (((order.ReadUInt64(bits[(i / 64 * 8)..]) >> (i & 63)) & 1) != 0) features.Add(i);
        }
        return new FileLayout(order.ReadUInt64(bytes[16..]), FileSection.Read(bytes[24..], order), FileSection.Read(bytes[40..], order), features);
    }
}
