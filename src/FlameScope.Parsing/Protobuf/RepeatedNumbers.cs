using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>
/// Enumerates the numbers of one occurrence of a repeated field, which is one number or several packed ones. Both encodings may occur in one message.
/// </summary>
internal ref struct RepeatedNumbers
{
    private readonly ReadOnlySpan<byte> _packed;
    private readonly bool _isFixed64;
    private bool _isSingle;
    private int _position;

    /// <summary>Creates an enumerator of the current field of a reader.</summary>
    /// <param name="reader">The reader. Its field may have any type; an enumerator of another type than expected is malformed.</param>
    /// <param name="isFixed64">Indicates whether the numbers have eight bytes each; otherwise they are varints.</param>
    public RepeatedNumbers(in ProtobufReader reader, bool isFixed64 = false)
    {
        _isFixed64 = isFixed64;
        if (reader.WireType == WireType.Bytes)
        {
            _packed = reader.Bytes;
        }
        else if (reader.WireType == (isFixed64 ? WireType.Fixed64 : WireType.Varint))
        {
            _isSingle = true;
            Current = reader.Number;
        }
        else
        {
            IsMalformed = true;
        }
    }

    /// <summary>The current number.</summary>
    public ulong Current { get; private set; }

    /// <summary>Indicates whether the field has another type, or the packed bytes are not whole numbers.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Moves to the next number.</summary>
    /// <returns><c>false</c> after the last number, or where the field is malformed.</returns>
    public bool MoveNext()
    {
        if (_isSingle)
        {
            _isSingle = false;
            return true;
        }
        if (_position >= _packed.Length) return false;
        if (_isFixed64)
        {
            if (_packed.Length - _position < sizeof(ulong)) return Fail();
            Current = BinaryPrimitives.ReadUInt64LittleEndian(_packed[_position..]);
            _position += sizeof(ulong);
            return true;
        }
        if (!ProtobufReader.TryReadVarint(_packed, ref _position, out ulong number)) return Fail();
        Current = number;
        return true;
    }

    private bool Fail()
    {
        IsMalformed = true;
        _position = _packed.Length;
        return false;
    }
}
