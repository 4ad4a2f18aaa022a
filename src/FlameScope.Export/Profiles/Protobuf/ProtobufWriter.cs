using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FlameScope.Export;

/// <summary>
/// Writes protobuf messages into one growing buffer. The length of a message is only known at its end; its content is then moved if the length takes
/// more than one byte.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int MaximumVarint = 10;

    private readonly Stack<int> _open = new();
    private byte[] _bytes = new byte[4096];
    private int _count;

    /// <summary>The bytes that were written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Removes what was written. The buffer is kept.</summary>
    public void Clear()
    {
        _count = 0;
        _open.Clear();
    }

    /// <summary>Copies what was written to an output, and removes it.</summary>
    public void MoveTo(IBufferWriter<byte> output)
    {
        output.Write(Written);
        Clear();
    }

    /// <summary>Begins a message. The fields that follow are part of it up to <see cref="EndMessage"/>.</summary>
    public void BeginMessage(int field)
    {
        WriteTag(field, 2);
        Reserve(1);
        _open.Push(++_count);
    }

    /// <summary>Ends the message that was begun last.</summary>
    public void EndMessage()
    {
        int start = _open.Pop();
        int length = _count - start;
        int bytes = VarintLength((ulong)length);
        if (bytes > 1)
        {
            Reserve(bytes - 1);
            _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + bytes - 1));
        }
        _count = start - 1;
        WriteRaw((ulong)length);
        _count += length;
    }

    /// <summary>Writes a number; 0, the default of a field, is not written.</summary>
    public void WriteVarint(int field, long value)
    {
        if (value == 0) return;
        WriteTag(field, 0);
        WriteRaw((ulong)value);
    }

    /// <summary>Writes a number, also 0.</summary>
    public void WriteRequiredVarint(int field, long value)
    {
        WriteTag(field, 0);
        WriteRaw((ulong)value);
    }

    /// <summary>Writes a number of eight bytes.</summary>
    public void WriteFixed64(int field, ulong value)
    {
        WriteTag(field, 1);
        WriteRawFixed64(value);
    }

    /// <summary>Writes a text or bytes, also if they are empty.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(field, 2);
        WriteRaw((ulong)bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Writes packed numbers; nothing if there are none.</summary>
    public void WritePacked(int field, ReadOnlySpan<long> values)
    {
        if (values.IsEmpty) return;
        BeginMessage(field);
        foreach (long value in values) WriteRaw((ulong)value);
        EndMessage();
    }

    /// <summary>Writes packed numbers; nothing if there are none.</summary>
    public void WritePacked(int field, ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) return;
        BeginMessage(field);
        foreach (int value in values) WriteRaw((ulong)value);
        EndMessage();
    }

    /// <summary>Writes packed numbers of eight bytes; nothing if there are none.</summary>
    public void WritePackedFixed64(int field, ReadOnlySpan<long> values)
    {
        if (values.IsEmpty) return;
        WriteTag(field, 2);
        WriteRaw((ulong)values.Length * sizeof(long));
        foreach (long value in values) WriteRawFixed64((ulong)value);
    }

    /// <summary>Writes packed floating-point numbers; nothing if there are none.</summary>
    public void WritePackedDoubles(int field, ReadOnlySpan<double> values) => WritePackedFixed64(field, MemoryMarshal.Cast<double, long>(values));

    /// <summary>Writes packed numbers of columns; nothing if there are none.</summary>
    public void WritePacked(int field, List<int> values) => WritePacked(field, CollectionsMarshal.AsSpan(values));

    /// <inheritdoc cref="WritePacked(int, List{int})"/>
    public void WritePacked(int field, List<long> values) => WritePacked(field, CollectionsMarshal.AsSpan(values));

    private void WriteTag(int field, int type) => WriteRaw(((ulong)field << 3) | (uint)type);

    private void WriteRaw(ulong value)
    {
        Reserve(MaximumVarint);
        for (; value >= 0x80; value >>= 7) _bytes[_count++] = (byte)(value | 0x80);
        _bytes[_count++] = (byte)value;
    }

    private void WriteRawFixed64(ulong value)
    {
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_count), value);
        _count += sizeof(ulong);
    }

    private static int VarintLength(ulong value)
    {
        int length = 1;
        for (; value >= 0x80; value >>= 7) length++;
        return length;
    }

    private void Reserve(int length)
    {
        if (_bytes.Length - _count >= length) return;
        long size = Math.Max((long)_count + length, 2L * _bytes.Length);
        Array.Resize(ref _bytes, (int)Math.Min(size, Array.MaxLength));
    }
}
