using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the blocks of a recording. Their tables are the same in all versions, with other encodings.</summary>
internal sealed class NetTraceDecoder(ProfileBuilder builder, ReadContext context, NetTraceCode code)
{
    private const int FlushThreads = 1, FlushMetadata = 2;

    private readonly NetTraceMetadata _metadata = new();
    private readonly NetTraceStackTable _stacks = new();
    private readonly NetTraceSequence _sequence = new();
    private readonly NetTraceLabels _labels = new(builder);
    private NetTraceInfo? _info;
    private NetTraceThreads _threads = new(null);
    private NetTraceEvents? _events;

    /// <summary>The events; <c>null</c> before the first block.</summary>
    public NetTraceEvents? Events => _events;

    /// <summary>The counts of samples; <c>null</c> if they are not needed.</summary>
    public NetTraceCounts? Counts { get; set; }

    /// <summary>Indicates whether samples are kept, and not only counted. The default is <c>true</c>.</summary>
    public bool KeepsSamples { get; set; } = true;

    /// <summary>The number of lost events.</summary>
    public long LostCount => _sequence.LostCount;

    private bool IsVersion6 => _info!.Version >= 6;

    /// <summary>Reads a block.</summary>
    /// <param name="version">The version of the recording.</param>
    /// <param name="kind">The kind of the block.</param>
    /// <param name="content">The content.</param>
    /// <param name="isCut">Indicates whether the input ends within the content. The rows that are whole are read.</param>
    /// <param name="offset">The offset of the content in the input.</param>
    public void ReadBlock(int version, NetTraceBlockKind kind, ReadOnlySpan<byte> content, bool isCut, long offset)
    {
        if (_events is null)
        {
            var position = InputPosition.AtByte(offset);
            if (kind != NetTraceBlockKind.Trace) throw context.Malformed("the recording does not start with its description", position);
            _info = NetTraceInfo.Read(content, version, context, position);
            _threads = new NetTraceThreads(_info.ProcessId);
            _events = new NetTraceEvents(builder, context, _info, _stacks, _threads, _labels, code);
            return;
        }
        bool isWhole = kind switch
        {
            NetTraceBlockKind.Event => ReadEvents(content, offset, _events),
            NetTraceBlockKind.Metadata => IsVersion6 ? _metadata.ReadBlock(content) : ReadMetadata(content),
            NetTraceBlockKind.Stack => ReadStacks(content, offset),
            NetTraceBlockKind.SequencePoint => ReadSequencePoint(content),
            NetTraceBlockKind.Thread => ReadThreads(content),
            NetTraceBlockKind.RemoveThread => ReadRemovedThreads(content),
            NetTraceBlockKind.LabelList => _labels.Read(content),
            _ => true,
        };
        if (!isWhole && !isCut) context.Report("block with an invalid row", InputPosition.AtByte(offset));
    }

    /// <summary>Gives the samples to the builder.</summary>
    /// <param name="end">The end of the input.</param>
    public void Complete(InputPosition end)
    {
        if (_events is null) throw context.Truncated("the input ends before the description of the recording", end);
        builder.LostCount = _sequence.LostCount;
        _events.Complete();
    }

    private bool ReadEvents(ReadOnlySpan<byte> content, long offset, NetTraceEvents events)
    {
        var reader = new NetTraceEventReader(content, _info!.Version);
        while (reader.Read())
        {
            _sequence.Next(reader.CaptureThread, reader.SequenceNumber);
            if (_metadata.Find(reader.MetadataId) is { } type) ReadEvent(type, ref reader, events, offset);
            else context.Report("event of an unknown type", InputPosition.AtByte(offset + reader.Position));
        }
        return !reader.IsFaulty;
    }

    private void ReadEvent(NetTraceEventType type, ref NetTraceEventReader reader, NetTraceEvents events, long offset)
    {
        if (type.Role == NetTraceRole.ThreadSample) Counts?.Add(reader.Thread, NetTraceEvents.IsManaged(reader.Payload));
        if (KeepsSamples) events.Read(type, ref reader, offset);
    }

    private bool ReadMetadata(ReadOnlySpan<byte> content)
    {
        var reader = new NetTraceEventReader(content, _info!.Version);
        bool isWhole = true;
        while (reader.Read()) isWhole &= _metadata.ReadEvent(reader.Payload);
        return isWhole && !reader.IsFaulty;
    }

    private bool ReadStacks(ReadOnlySpan<byte> content, long offset)
    {
        if (!KeepsSamples) return true;
        int pointerSize = _info!.PointerSize;
        var cursor = new NetTraceCursor(content);
        uint id = cursor.ReadUInt32();
        for (uint count = cursor.ReadUInt32(); count > 0; count--, id++)
        {
            ReadOnlySpan<byte> addresses = cursor.ReadBytes(cursor.ReadUInt32());
            if (cursor.IsFaulty) return false;
            context.CheckFrames(addresses.Length / pointerSize, InputPosition.AtByte(offset + cursor.Position));
            _stacks.Add(id, addresses, pointerSize);
        }
        return true;
    }

    private bool ReadSequencePoint(ReadOnlySpan<byte> content)
    {
        var cursor = new NetTraceCursor(content);
        cursor.ReadUInt64(); // the time
        uint flags = IsVersion6 ? cursor.ReadUInt32() : 0;
        for (uint count = cursor.ReadUInt32(); count > 0; count--)
        {
            ulong thread = IsVersion6 ? cursor.ReadVarUInt64() : cursor.ReadUInt64();
            uint number = IsVersion6 ? cursor.ReadVarUInt32() : cursor.ReadUInt32();
            if (cursor.IsFaulty) break;
            _sequence.Reach(thread, number);
        }
        _stacks.ForgetIds();
        _labels.ForgetIds();
        if ((flags & FlushThreads) != 0) _threads.ForgetIndexes();
        if ((flags & FlushMetadata) != 0) _metadata.Forget();
        return !cursor.IsFaulty;
    }

    private bool ReadThreads(ReadOnlySpan<byte> content)
    {
        var cursor = new NetTraceCursor(content);
        while (cursor.Remaining > 0)
        {
            var row = new NetTraceCursor(cursor.ReadBytes(cursor.ReadUInt16()));
            ulong index = row.ReadVarUInt64();
            ulong? process = null, thread = null;
            string name = "";
            bool isKnown = true;
            while (row.Remaining > 0 && isKnown)
            {
                switch (row.ReadByte())
                {
                    case 1: name = Encoding.UTF8.GetString(row.ReadText()); break;
                    case 2: process = row.ReadVarUInt64(); break;
                    case 3: thread = row.ReadVarUInt64(); break;
                    case 4:
                        row.ReadText();
                        row.ReadText();
                        break;
                    default: isKnown = false; break; // of a later version; its length is unknown
                }
            }
            if (cursor.IsFaulty || row.IsFaulty) return false;
            _threads.Define(index, process, thread, name);
        }
        return true;
    }

    private bool ReadRemovedThreads(ReadOnlySpan<byte> content)
    {
        var cursor = new NetTraceCursor(content);
        while (cursor.Remaining > 0)
        {
            ulong thread = cursor.ReadVarUInt64();
            uint number = cursor.ReadVarUInt32();
            if (cursor.IsFaulty) return false;
            _sequence.Reach(thread, number);
        }
        return true;
    }
}
