using System.Globalization;
using static FlameScope.Columnar.ParquetStructure;

namespace FlameScope.Columnar;

/// <summary>Skips structures in Thrift's compact protocol, checks them against their types, and collects their numbers and bytes if they are needed.</summary>
/// <remarks>https://github.com/apache/thrift, <c>doc/specs/thrift-compact-protocol.md</c>.</remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, List<ThriftValue>? values = null)
{
    private const int MaximumDepth = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    /// <summary>The number of bytes that were skipped.</summary>
    public int Position { get; private set; }

    /// <summary>The integer in field 2 of the outermost structure.</summary>
    public long Uncompressed { get; private set; }

    /// <summary>The integer in field 3 of the outermost structure.</summary>
    public long Compressed { get; private set; }

    private readonly int Rest => _bytes.Length - Position;

    /// <summary>Skips a structure.</summary>
    /// <exception cref="EndOfStreamException">The structure is longer than the bytes.</exception>
    /// <exception cref="InvalidDataException">The structure has fields of other types, or more levels than a file of a dataset has.</exception>
    public void SkipStruct(ParquetStructure? structure) => SkipStruct(structure, 0);

    private void SkipStruct(ParquetStructure? structure, int outer)
    {
        if (++_depth > MaximumDepth) throw new InvalidDataException("its metadata has too many levels");
        int id = 0;
        while (true)
        {
            int header = Byte(), code = header & 0xf, step = header >> 4;
            if (header == 0) break;
            id = (short)(step != 0 ? id + step : Integer()); // ids have 16 bits
            ParquetStructure? field = structure?.Fields is { } fields && id >= 0 && id < fields.Count ? fields[id] : null;
            int path = (outer * ThriftValue.Fields) + id;
            long value = Skip(code, field, isField: true, path);
            if (_depth == 1 && id == 2) Uncompressed = value;
            if (_depth == 1 && id == 3) Compressed = value;
        }
        _depth--;
    }

    // Returns the value of an integer, otherwise 0.
    private long Skip(int code, ParquetStructure? type, bool isField, int path)
    {
        if (type is not null && type.Code != (code == False ? True : code)) throw Wrong(code);
        switch (code)
        {
            case True or False:
                // A field has its value in its type.
                if (!isField) Advance(1);
                return 0;
            case Int8Code:
                Advance(1);
                return 0;
            case Int16Code or Int32Code or Int64Code:
                long number = Integer();
                values?.Add(new ThriftValue(path, number));
                return number;
            case DoubleCode:
                Advance(sizeof(double));
                return 0;
            case BinaryCode:
                int length = Length();
                Advance(length);
                values?.Add(new ThriftValue(path, length is > 0 and <= sizeof(long) ? Little(_bytes.Slice(Position - length, length)) : 0));
                return 0;
            case ListCode or SetCode:
                SkipList(type?.Element, path);
                return 0;
            case StructCode:
                SkipStruct(type, path);
                return 0;
            default:
                throw Wrong(code);
        }
    }

    private void SkipList(ParquetStructure? element, int path)
    {
        int header = Byte(), code = header & 0xf;
        int count = header >> 4 == 15 ? Length() : header >> 4;
        // An element has at least one byte.
        if (count > Rest) throw new EndOfStreamException();
        if (element is null && code is True or False) throw Wrong(code); // libraries disagree about their length
        if (++_depth > MaximumDepth) throw new InvalidDataException("its metadata has too many levels");
        for (int i = 0; i < count; i++) Skip(code, element, isField: false, path);
        _depth--;
    }

    private int Byte()
    {
        Advance(1);
        return _bytes[Position - 1];
    }

    private void Advance(int count)
    {
        if (count > Rest) throw new EndOfStreamException();
        Position += count;
    }

    private int Length() => Unsigned() is <= int.MaxValue and var length ? (int)length : throw new EndOfStreamException();

    // Bytes of a minimum or maximum: an integer, the lowest byte first.
    private static long Little(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[^1];
        for (int i = bytes.Length - 2; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    // Zigzag: the sign is the lowest bit.
    private long Integer()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("its metadata has a number of more than ten bytes");
    }

    private static InvalidDataException Wrong(int code) =>
        new(string.Create(CultureInfo.InvariantCulture, $"its metadata has a field of an unexpected type ({code})"));
}

/// <summary>A number in a structure.</summary>
/// <param name="Path">The ids of the fields from the outermost structure: each the id of the outer one times <see cref="Fields"/>, plus its own.</param>
/// <param name="Number">The number; of up to eight bytes, the integer that they are.</param>
internal readonly record struct ThriftValue(int Path, long Number)
{
    /// <summary>The factor between the ids of a path.</summary>
    public const int Fields = 64;
}
