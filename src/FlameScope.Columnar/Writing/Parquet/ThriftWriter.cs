using System.Buffers;
using System.Text;

namespace FlameScope.Columnar;

/// <summary>Writes structures in Thrift's compact protocol, of which the metadata of Parquet consists. Fields are written in ascending order of their ids.</summary>
internal sealed class ThriftWriter
{
    private const int BooleanType = 1, False = 2, Int32Type = 5, Int64Type = 6, BinaryType = 8, ListType = 9, StructType = 12;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outer = new();
    private int _lastField;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Int32(int field, int value)
    {
        Field(field, Int32Type);
        Signed(value);
    }

    public void Int64(int field, long value)
    {
        Field(field, Int64Type);
        Signed(value);
    }

    public void Text(int field, string value) => Binary(field, Encoding.UTF8.GetBytes(value));

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Field(field, BinaryType);
        Bytes(value);
    }

    public void Struct(int field, Action write)
    {
        Field(field, StructType);
        Element(write);
    }

    public void Structs<T>(int field, IReadOnlyCollection<T> elements, Action<T> write)
    {
        List(field, elements.Count, StructType);
        foreach (T element in elements) Element(() => write(element));
    }

    public void Int32s(int field, IReadOnlyCollection<int> elements)
    {
        List(field, elements.Count, Int32Type);
        foreach (int element in elements) Signed(element);
    }

    /// <summary>Writes a list of values all of which are <c>false</c>.</summary>
    public void AllFalse(int field, int count)
    {
        List(field, count, BooleanType);
        for (int i = 0; i < count; i++) Byte(False);
    }

    public void Integers(int field, IReadOnlyCollection<byte[]> elements)
    {
        List(field, elements.Count, BinaryType);
        foreach (byte[] element in elements) Bytes(element);
    }

    public void Texts(int field, IReadOnlyCollection<string> elements)
    {
        List(field, elements.Count, BinaryType);
        foreach (string element in elements) Bytes(Encoding.UTF8.GetBytes(element));
    }

    /// <summary>Ends the outermost structure.</summary>
    public void End() => Byte(0);

    private void Element(Action write)
    {
        _outer.Push(_lastField);
        _lastField = 0;
        write();
        Byte(0);
        _lastField = _outer.Pop();
    }

    private void Field(int field, int type)
    {
        // No structure of Parquet has a gap of more than 15 ids.
        Byte((byte)(((field - _lastField) << 4) | type));
        _lastField = field;
    }

    private void List(int field, int count, int type)
    {
        Field(field, ListType);
        Byte((byte)((Math.Min(count, 15) << 4) | type));
        if (count >= 15) Unsigned((ulong)count);
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Unsigned((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    private void Unsigned(ulong value) => VariableLength.Write(_bytes, value);

    private void Byte(byte value) => _bytes.Write([value]);
}
