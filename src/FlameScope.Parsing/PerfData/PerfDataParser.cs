using System.Buffers;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Finds the parts of a recording in the blocks of the input: the header and the events, the records, and the header sections after the records.
/// </summary>
internal sealed class PerfDataParser : IProfileParser
{
    private const int MaximumPrefix = 64 * 1024 * 1024;
    private const int MaximumTail = 512 * 1024 * 1024;
    private const int MaximumRecord = 64 * 1024 * 1024;

    private readonly ReadContext _context;
    private readonly ProfileBuilder _builder;
    private readonly PerfDataReader _options;
    private PerfDataRecording? _recording;
    private FileLayout? _layout; // null for a pipe
    private Phase _phase;
    private byte[] _buffer = []; // of the prefix, then of the sections after the records
    private int _buffered;
    private long _position; // in the input, of what is read next
    private ulong _skipped; // bytes that belong to the last record and are not read
    private bool _isCut;

    private enum Phase
    {
        Header,
        Events,
        Records,
        Tail,
        End,
    }

    public PerfDataParser(PerfDataReader options, ProfileBuilder builder, ReadContext context)
    {
        _options = options;
        _builder = builder;
        _context = context;
    }

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int consumed = 0;
        while (true)
        {
            Phase phase = _phase;
            ReadOnlySpan<byte> rest = block[consumed..];
            int count = phase switch
            {
                Phase.Header => ReadHeader(rest, isFinal),
                Phase.Events => ReadEvents(rest),
                Phase.Records => ReadRecords(rest, isFinal),
                Phase.Tail => Keep(rest, MaximumTail),
                _ => rest.Length,
            };
            consumed += count;
            _position += count;
            if (phase == _phase) break;
        }
        return isFinal ? block.Length : consumed;
    }

    public void Complete()
    {
        if (_recording is null || _phase < Phase.Records) throw _context.Truncated("the file ends in the header of perf.data", InputPosition.AtByte(_position));
        if (!_isCut && _layout is { Data.Length: > 0 } && (ulong)_position < _layout.Data.End) ReportCut();
        if (_layout is not null) ReadFeatures(_layout);
        _recording.Complete();
    }

    private void ReportCut()
    {
        _isCut = true;
        _context.Report(PerfDataProblem.Cut, InputPosition.AtByte(_position));
    }

    private int ReadHeader(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (block.Length < FileLayout.PipeHeaderLength) return 0;
        bool isBigEndian = PerfDataReader.IsBigEndian(block) ?? throw _context.Malformed("the file does not start with the mark of perf.data");
        var order = new PerfByteOrder(isBigEndian);
        ulong length = order.ReadUInt64(block[8..]);
        if (length == FileLayout.PipeHeaderLength)
        {
            _recording = new PerfDataRecording(_options, _builder, _context, order);
            _phase = Phase.Records;
            return FileLayout.PipeHeaderLength;
        }
        if (length < FileLayout.MinimumLength) throw _context.Unsupported($"the header of perf.data has {length} bytes; it has 16 in a pipe and 104 in a file");
        int needed = (int)Math.Min(length, FileLayout.HeaderLength);
        if (block.Length < needed) return 0;
        _layout = FileLayout.Read(block[..needed], order);
        if (_layout.Events.End > _layout.Data.Offset || _layout.Data.Offset > MaximumPrefix)
        {
            throw _context.Unsupported("the descriptions of the events do not precede the records");
        }
        if (_layout.EventLength < EventAttribute.MinimumLength + FileSection.EncodedLength || _layout.EventLength > MaximumPrefix)
        {
            throw _context.Malformed($"the description of an event has {_layout.EventLength} bytes");
        }
        _recording = new PerfDataRecording(_options, _builder, _context, order);
        _phase = Phase.Events;
        return 0; // offsets count from the start of the file
    }

    // Collects the bytes that precede the records.
    private int ReadEvents(ReadOnlySpan<byte> block)
    {
        int missing = (int)_layout!.Data.Offset - _buffered;
        int count = Keep(block[..Math.Min(block.Length, missing)], MaximumPrefix);
        if (count < missing) return count;
        ReadOnlySpan<byte> prefix = _buffer.AsSpan(0, _buffered);
        int length = (int)_layout.EventLength;
        for (ulong at = _layout.Events.Offset; at + (ulong)length <= _layout.Events.End; at += (ulong)length)
        {
            ReadOnlySpan<byte> entry = prefix.Slice((int)at, length);
            var ids = FileSection.Read(entry[^FileSection.EncodedLength..], _recording!.Order);
            ReadOnlySpan<byte> idBytes = ids.End <= (ulong)prefix.Length ? prefix.Slice((int)ids.Offset, (int)ids.Length) : default;
            if (!_recording.AddEvent(entry[..^FileSection.EncodedLength], idBytes)) _context.Report(PerfDataProblem.BadAttribute, InputPosition.AtByte((long)at));
        }
        _buffer = [];
        _buffered = 0;
        _phase = Phase.Records;
        return count;
    }

    private int ReadRecords(ReadOnlySpan<byte> block, bool isFinal)
    {
        int available = block.Length;
        bool isEnd = isFinal;
        if (_layout is { Data.Length: > 0 })
        {
            ulong remaining = _layout.Data.End - (ulong)_position;
            if (remaining <= (ulong)available)
            {
                available = (int)remaining;
                isEnd = true;
            }
        }
        int consumed = 0;
        while (true)
        {
            int skipped = (int)Math.Min(_skipped, (ulong)(available - consumed));
            _formats?.Write(block.Slice(consumed, skipped));
            consumed += skipped;
            _skipped -= (ulong)skipped;
            if (_skipped == 0 && _formats is not null) TakeFormats();
            if (_skipped > 0 || available - consumed < RecordHeader.Length) break;
            ReadOnlySpan<byte> rest = block[consumed..available];
            RecordHeader header = RecordHeader.Read(rest, _recording!.Order);
            if (_layout is null && rest.StartsWith("[ perf "u8))
            {
                _context.Report(PerfDataProblem.TrailingText, InputPosition.AtByte(_position + consumed), rest[..Math.Min(rest.Length, 100)]);
                _phase = Phase.End;
                return consumed;
            }
            if (header.Size < RecordHeader.Length)
            {
                _context.Report(PerfDataProblem.BadSize, InputPosition.AtByte(_position + consumed));
                _phase = _layout is { Data.Length: > 0 } ? Phase.Tail : Phase.End;
                return SkipToEnd(available, isEnd);
            }
            if (header.Size > MaximumRecord)
            {
                _context.Report(PerfDataProblem.TooLarge, InputPosition.AtByte(_position + consumed));
                _skipped = (ulong)header.Size;
                continue;
            }
            if (header.Size > rest.Length) break;
            _skipped = _recording.Take(header, rest[RecordHeader.Length..header.Size], _position + consumed);
            if (header.Type == RecordType.TracingData && _skipped is > 0 and <= MaximumPrefix) _formats = new ArrayBufferWriter<byte>();
            consumed += header.Size;
        }
        if (!isEnd) return consumed;
        if (consumed < available || _skipped > 0)
        {
            _position += consumed;
            ReportCut();
            _position -= consumed;
        }
        _skipped = 0;
        _phase = _layout is { Data.Length: > 0 } ? Phase.Tail : Phase.End;
        return available;
    }

    private ArrayBufferWriter<byte>? _formats; // of tracepoints, which follow a record in a pipe

    private void TakeFormats()
    {
        if (!_recording!.TakeFeature(RecordingFeatures.TracingData, _formats!.WrittenSpan)) _context.Report(PerfDataProblem.BadFeature, InputPosition.AtByte(_position));
        _formats = null;
    }

    // After a record whose end is not known, the rest of the records is not read, but the sections after them are.
    private int SkipToEnd(int available, bool isEnd)
    {
        if (isEnd || _layout is not { Data.Length: > 0 }) return available;
        _unread = _layout.Data.End - (ulong)_position - (ulong)available;
        return available;
    }

    private ulong _unread; // bytes of records before the tail

    private int Keep(ReadOnlySpan<byte> bytes, int maximum)
    {
        int all = bytes.Length;
        if (_unread > 0)
        {
            int unread = (int)Math.Min(_unread, (ulong)bytes.Length);
            _unread -= (ulong)unread;
            bytes = bytes[unread..];
        }
        bytes = bytes[..Math.Min(bytes.Length, maximum - _buffered)];
        if (bytes.Length > _buffer.Length - _buffered) Array.Resize(ref _buffer, Math.Max(Math.Min(_buffer.Length * 2, maximum), _buffered + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
        return all;
    }

    // A table with the offset and length of each section follows the records.
    private void ReadFeatures(FileLayout layout)
    {
        if (layout.Data.Length == 0) return;
        ReadOnlySpan<byte> tail = _buffer.AsSpan(0, _buffered);
        for (int i = 0; i < layout.Features.Count; i++)
        {
            int entry = i * FileSection.EncodedLength;
            if (entry + FileSection.EncodedLength > tail.Length)
            {
                if (!_isCut) ReportCut();
                return;
            }
            var section = FileSection.Read(tail[entry..], _recording!.Order);
            ulong start = unchecked(section.Offset - layout.Data.End);
            if (section.Offset < layout.Data.End || start > (ulong)tail.Length || section.Length > (ulong)tail.Length - start)
            {
                if (!_isCut) ReportCut();
                continue;
            }
            if (!_recording.TakeFeature(layout.Features[i], tail.Slice((int)start, (int)section.Length)))
            {
                _context.Report(PerfDataProblem.BadFeature, InputPosition.AtByte((long)section.Offset));
            }
        }
    }
}
