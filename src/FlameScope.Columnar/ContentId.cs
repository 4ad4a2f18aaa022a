using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>
/// Computes the ids of a dataset: the first 8 bytes of the SHA-256 of the content, as a little-endian number. Hosts therefore give equal rows equal ids
/// without coordination.
/// </summary>
/// <remarks>
/// <para>A text is hashed as its length in UTF-8 as 4 bytes, followed by the UTF-8; a number as 4 or 8 bytes; both little-endian. A field that may be absent
/// is preceded by a byte that is 1 if it is present and 0 if it is absent.</para>
/// <para>0 is the id of the empty stack. If the hash of anything else is 0, its id is 1. The documentation of the dataset has test vectors.</para>
/// </remarks>
public static class ContentId
{
    /// <summary>Returns the id of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>The hash of the texts kind, function, module and source, the line and the column as 4 bytes each, and a byte that is 1 for an inlined function.</returns>
    public static long OfFrame(DatasetFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return HashFrame(FrameKindText.Of(frame.Kind), frame).Id;
    }

    /// <summary>Returns the id of a stack.</summary>
    /// <param name="frames">The ids of its frames, the root first.</param>
    /// <returns>The hash of the ids as 8 bytes each; 0 if there are none.</returns>
    public static long OfStack(ReadOnlySpan<long> frames) => frames.IsEmpty ? 0 : HashStack(frames).Id;

    /// <summary>Returns the id of a context.</summary>
    /// <param name="context">The context.</param>
    /// <returns>
    /// The hash of: the process id and the thread id (8 bytes, may be absent), the thread's name, the process name (may be absent), the event; the number of
    /// value types (4 bytes), the name and the unit of each; the index of the default value type, -1 for none (4 bytes); the number of labels (4 bytes) and
    /// for each label its key, a byte that is 1 for a number, the text or the number (8 bytes), and the unit. Labels are sorted by the bytes that are hashed
    /// for them.
    /// </returns>
    public static long OfContext(DatasetContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return HashContext(context).Id;
    }

    /// <summary>Returns the hash of a frame whose kind may be one that a later version added.</summary>
    internal static ContentHash HashFrame(string kind, DatasetFrame frame)
    {
        using var content = new HashedContent();
        content.Add(kind);
        content.Add(frame.Function);
        content.Add(frame.Module);
        content.Add(frame.Source);
        content.Add(frame.Line);
        content.Add(frame.Column);
        content.Add(frame.IsInlined);
        return content.ToHash();
    }

    internal static ContentHash HashStack(ReadOnlySpan<long> frames)
    {
        byte[] bytes = new byte[frames.Length * sizeof(long)];
        for (int i = 0; i < frames.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), frames[i]);
        return ContentHash.Of(SHA256.HashData(bytes));
    }

    internal static ContentHash HashContext(DatasetContext context)
    {
        using var content = new HashedContent();
        content.AddOptional(context.Pid);
        content.AddOptional(context.Tid);
        content.Add(context.Comm);
        content.Add(context.ProcessName is not null);
        if (context.ProcessName is not null) content.Add(context.ProcessName);
        content.Add(context.Event);
        content.Add(context.ValueTypes.Count);
        foreach (SampleValueType type in context.ValueTypes)
        {
            content.Add(type.Name);
            content.Add(type.Unit);
        }
        content.Add(context.DefaultValueType ?? -1);
        content.Add(context.Labels.Count);
        foreach (byte[] label in context.Labels.Select(Encode).Order(ByteOrder.Instance)) content.AddBytes(label);
        return content.ToHash();
    }

    internal static byte[] Encode(SampleLabel label)
    {
        using var content = new HashedContent();
        content.Add(label.Key);
        content.Add(label.Number is not null);
        if (label.Number is { } number) content.Add(number);
        else content.Add(label.Text ?? "");
        content.Add(label.Unit);
        return content.ToArray();
    }

    private sealed class HashedContent : IDisposable
    {
        private readonly MemoryStream _bytes = new();

        public void Add(string text)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Add(utf8.Length);
            AddBytes(utf8);
        }

        public void Add(bool value) => _bytes.WriteByte(value ? (byte)1 : (byte)0);

        public void Add(int value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            _bytes.Write(bytes);
        }

        public void Add(long value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            _bytes.Write(bytes);
        }

        public void AddOptional(long? value)
        {
            Add(value is not null);
            if (value is { } number) Add(number);
        }

        public void AddBytes(byte[] bytes) => _bytes.Write(bytes);

        public byte[] ToArray() => _bytes.ToArray();

        public ContentHash ToHash() => ContentHash.Of(SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length)));

        public void Dispose() => _bytes.Dispose();
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
