using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The payloads of tracepoints, until the formats of their fields are known, which follow the samples in a file. Equal payloads of an event are stored once.
/// </summary>
internal sealed class TracepointPayloads
{
    private const int MaximumPayloads = 8 * 1024 * 1024;
    private const long MaximumBytes = 512 * 1024 * 1024;
    private const int SmallestCommon = 8;

    private readonly Utf8Interner _payloads = new(); // the event, and the payload without the fields that all tracepoints have
    private readonly List<LabelSetId?> _labels = [];
    private byte[] _key = [];
    private long _bytes;

    public TracepointPayloads() => _payloads.GetOrAdd(default);

    /// <summary>The number of payloads beyond the limits.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Adds a payload.</summary>
    /// <param name="eventIndex">The index of the event.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>The index of the payload; 0 if there is none.</returns>
    public int Add(int eventIndex, ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= SmallestCommon) return 0;
        int length = sizeof(ushort) + payload.Length - SmallestCommon;
        if (_payloads.Count >= MaximumPayloads || _bytes > MaximumBytes - length)
        {
            DroppedCount++;
            return 0;
        }
        if (_key.Length < length) _key = new byte[length * 2];
        BinaryPrimitives.WriteUInt16LittleEndian(_key, (ushort)eventIndex);
        payload[SmallestCommon..].CopyTo(_key.AsSpan(sizeof(ushort)));
        int count = _payloads.Count, index = _payloads.GetOrAdd(_key.AsSpan(0, length));
        if (index == count) _bytes += length;
        return index;
    }

    /// <summary>Returns the fields of a payload as labels.</summary>
    /// <param name="index">The index of the payload.</param>
    /// <param name="events">The events.</param>
    /// <param name="formats">The formats of the fields.</param>
    /// <param name="order">The byte order of the recording.</param>
    /// <param name="builder">Receives the labels.</param>
    public LabelSetId GetLabels(int index, EventTable events, TracepointFormats formats, PerfByteOrder order, ProfileBuilder builder)
    {
        if (index == 0) return LabelSetId.None;
        while (_labels.Count <= index) _labels.Add(null);
        if (_labels[index] is { } known) return known;
        ReadOnlySpan<byte> stored = _payloads.Slices[index];
        EventAttribute attribute = events[BinaryPrimitives.ReadUInt16LittleEndian(stored)];
        ReadOnlySpan<byte> payload = stored[sizeof(ushort)..];
        var labels = new List<SampleLabelId>();
        foreach (TracepointField field in formats[attribute.Config]) AddLabel(labels, field, payload, order, builder);
        LabelSetId set = builder.AddLabelSet([.. labels]);
        _labels[index] = set;
        return set;
    }

    private static void AddLabel(List<SampleLabelId> labels, TracepointField field, ReadOnlySpan<byte> payload, PerfByteOrder order, ProfileBuilder builder)
    {
        int start = field.Offset - SmallestCommon;
        if (start > payload.Length || field.Size > payload.Length - start) return;
        ReadOnlySpan<byte> bytes = payload.Slice(start, field.Size);
        byte[] name = Encoding.UTF8.GetBytes(field.Name);
        switch (field.Kind)
        {
            case TracepointFieldKind.Text:
                labels.Add(builder.AddLabel(name, UpToNull(bytes)));
                break;
            case TracepointFieldKind.TextElsewhere or TracepointFieldKind.TextAfter:
                if (FindText(field, bytes, payload, order, out ReadOnlySpan<byte> text)) labels.Add(builder.AddLabel(name, text));
                break;
            default:
                ulong number = ReadNumber(bytes, field.Kind == TracepointFieldKind.Signed, order);
                if (field.Flags is { } flags)
                {
                    labels.Add(builder.AddLabel(name, Encoding.UTF8.GetBytes(flags.ToText(number))));
                    break;
                }
                bool isHex = field.Kind == TracepointFieldKind.Pointer || (field.Kind == TracepointFieldKind.Unsigned && number > long.MaxValue);
                labels.Add(isHex
                    ? builder.AddLabel(name, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"0x{number:x}")))
                    : builder.AddLabel(name, (long)number, default));
                break;
        }
    }

    private static bool FindText(TracepointField field, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> payload, PerfByteOrder order, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (bytes.Length != sizeof(uint)) return false;
        uint place = order.ReadUInt32(bytes);
        int start = (int)(place & 0xFFFF) + (field.Kind == TracepointFieldKind.TextAfter ? field.Offset + field.Size : 0) - SmallestCommon, length = (int)(place >> 16);
        if (start < 0 || start > payload.Length || length > payload.Length - start) return false;
        text = UpToNull(payload.Slice(start, length));
        return true;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes, bool isSigned, PerfByteOrder order) => bytes.Length switch
    {
        1 => isSigned ? unchecked((ulong)(sbyte)bytes[0]) : bytes[0],
        2 => isSigned ? unchecked((ulong)(short)order.ReadUInt16(bytes)) : order.ReadUInt16(bytes),
        4 => isSigned ? unchecked((ulong)order.ReadInt32(bytes)) : order.ReadUInt32(bytes),
        _ => order.ReadUInt64(bytes),
    };

    private static ReadOnlySpan<byte> UpToNull(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}
