using System.Globalization;
using static FlameScope.Columnar.ParquetStructure;

namespace FlameScope.Columnar;

/// <summary>Skips structures in Thrift's compact protocol and checks them against their types.</summary>
/// <remarks>https://github.com/apache/thrift, <c>doc/specs/thrift-compact-protocol.md</c>.</remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
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
    public void SkipStruct(ParquetStructure? structure)
    {
        if (++_depth > MaximumDepth) throw new InvalidDataException("its metadata has too many levels");
        int id = 0;
        while (true)
        {
            int header = Byte(), code = header & 0xf, step = header >> 4;
            if (header == 0) break;
            id = (short)(step != 0 ? id + step : Integer()); // ids have 16 bits
            ParquetStructure? field = structure?.Fields is { } fields && id >= 0 && id < fields.Count ? fields[id] : null;
            long value = Skip(code, field, isField: true);
            if (_depth == 1 && id == 2) Uncompressed = value;
            if (_depth == 1 && id == 3) Compressed = value;
        }
        _depth--;
    }

    // Returns the value of an integer, otherwise 0.
    private long Skip(int code, ParquetStructure? type, bool isField)
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
                return Integer();
            case DoubleCode:
                Advance(sizeof(double));
                return 0;
            case BinaryCode:
                Advance(Length());
                return 0;
            case ListCode or SetCode:
                SkipList(type?.Element);
                return 0;
            case StructCode:
                SkipStruct(type);
                return 0;
            default:
                throw Wrong(code);
        }
    }

    private void SkipList(ParquetStructure? element)
    {
        int header = Byte(), code = header & 0xf;
        int count = header >> 4 == 15 ? Length() : header >> 4;
        // An element has at least one byte.
        if (count > Rest) throw new EndOfStreamException();
        if (element is null && code is True or False) throw Wrong(code); // libraries disagree about their length
        if (++_depth > MaximumDepth) throw new InvalidDataException("its metadata has too many levels");
        for (int i = 0; i < count; i++) Skip(code, element, isField: false);
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
