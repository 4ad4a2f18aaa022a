using System.Buffers.Binary;
using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>An event of a recording that a test builds.</summary>
internal sealed record NetTraceEvent(uint Type, ulong Ticks)
{
    public ulong Thread { get; init; } = 1;

    /// <summary>The thread that wrote the event; <c>null</c> for the same thread.</summary>
    public ulong? Writer { get; init; }

    /// <summary>The number of the event on its thread; <c>null</c> for the next one.</summary>
    public uint? Number { get; init; }

    public uint Processor { get; init; }

    public uint Stack { get; init; }

    public uint Labels { get; init; }

    public byte[] Payload { get; init; } = [];
}

/// <summary>Writes recordings of versions 4, 5 and 6, written from the description of the format.</summary>
internal sealed class NetTraceFile
{
    public const uint ThreadSample = 1, MethodLoad = 2, MethodUnload = 3, Rundown = 4, Module = 5, AllocationTick = 6, ContentionStop = 7, ExceptionThrown = 8, ProcessInfo = 9, Custom = 10, ContentionStart = 11;

    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private readonly List<byte> _bytes = [];
    private readonly int _version;
    private readonly int _pointerSize;
    private readonly Dictionary<ulong, uint> _numbers = [];

    public NetTraceFile(int version = 4, ulong start = 1000, long frequency = 1_000_000_000, int pointerSize = 8, int minimumReader = 4, bool hasTypes = true)
    {
        _version = version;
        _pointerSize = pointerSize;
        Write("Nettrace"u8);
        if (version >= 6)
        {
            Int(0).Int(version).Int(0);
        }
        else
        {
            Int(20).Write("!FastSerialization.1"u8);
        }
        var trace = new NetTracePayload();
        foreach (int part in (int[])[2026, 11, 6, 28, 16, 6, 7, 602]) trace.Short(part);
        trace.Long(start).Long((ulong)frequency).Int(pointerSize);
        if (version >= 6) trace.Int(2).Text("ProcessId").Text("77").Text("Machine").Text("demo");
        else trace.Int(77).Int(2).Int(1_000_000);
        if (version >= 6) Block(1, trace.ToArray());
        else Object("Trace", trace.ToArray(), hasSize: false, version, minimumReader);
        if (hasTypes) AddTypes();
    }

    public int Version => _version;

    /// <summary>Indicates whether headers of events contain only what differs.</summary>
    public bool IsCompressed { get; init; } = true;

    public static byte[] ManagedSample => new NetTracePayload().Int(2).ToArray();

    public static byte[] ExternalSample => new NetTracePayload().Int(1).ToArray();

    /// <summary>The fields of the event of a method.</summary>
    public static byte[] Method(ulong start, uint size, string name, string type = "Shop.Orders", string signature = "void  (int32)", ulong id = 0, ulong module = 5) =>
        new NetTracePayload().Long(id == 0 ? start : id).Long(module).Long(start).Int((int)size).Int(0).Int(0).Utf16(type).Utf16(name).Utf16(signature).Short(0).ToArray();

    public NetTraceFile Types(params (uint Id, string Provider, uint Event, string Name)[] types)
    {
        if (_version >= 6)
        {
            var block = new NetTracePayload().Short(0);
            foreach ((uint id, string provider, uint number, string name) in types)
            {
                byte[] row = new NetTracePayload().VarInt(id).Text(provider).VarInt(number).Text(name).Short(0).Short(0).ToArray();
                block.Short(row.Length).Bytes(row);
            }
            return Block(3, block.ToArray());
        }
        var events = types.Select(type => new NetTraceEvent(0, 0)
        {
            Thread = 0,
            Payload = new NetTracePayload().Int((int)type.Id).Utf16(type.Provider).Int((int)type.Event).Utf16(type.Name).Long(0).Int(0).Int(0).Int(0).ToArray(),
        });
        return Object("MetadataBlock", EventBlock([.. events]));
    }

    public NetTraceFile Stacks(uint firstId, params ulong[][] stacks)
    {
        var block = new NetTracePayload().Int((int)firstId).Int(stacks.Length);
        foreach (ulong[] stack in stacks)
        {
            block.Int(stack.Length * _pointerSize);
            foreach (ulong address in stack)
            {
                if (_pointerSize == 8) block.Long(address);
                else block.Int((int)address);
            }
        }
        return Block(5, block.ToArray());
    }

    public NetTraceFile Events(params NetTraceEvent[] events) => Block(2, EventBlock(events));

    public NetTraceFile SequencePoint(ulong ticks, params (ulong Thread, uint Number)[] threads) => SequencePoint(ticks, 0, threads);

    public NetTraceFile SequencePoint(ulong ticks, int flags, (ulong Thread, uint Number)[] threads)
    {
        var block = new NetTracePayload().Long(ticks);
        if (_version >= 6) block.Int(flags);
        block.Int(threads.Length);
        foreach ((ulong thread, uint number) in threads)
        {
            if (_version >= 6) block.VarInt(thread).VarInt(number);
            else block.Long(thread).Int((int)number);
        }
        return Block(4, block.ToArray());
    }

    public NetTraceFile Threads(params (ulong Index, ulong Process, ulong Thread, string Name)[] threads)
    {
        var block = new NetTracePayload();
        foreach ((ulong index, ulong process, ulong thread, string name) in threads)
        {
            byte[] row = new NetTracePayload().VarInt(index).Byte(1).Text(name).Byte(2).VarInt(process).Byte(3).VarInt(thread).Byte(4).Text("k").Text("v").ToArray();
            block.Short(row.Length).Bytes(row);
        }
        return Block(6, block.ToArray());
    }

    /// <summary>Adds a block by its number, which older versions write as a type name.</summary>
    public NetTraceFile Block(int kind, byte[] content)
    {
        if (_version < 6) return Object(kind switch { 2 => "EventBlock", 3 => "MetadataBlock", 4 => "SPBlock", 5 => "StackBlock", _ => "NewBlock" }, content);
        return Int((kind << 24) | content.Length).Write(content);
    }

    public NetTraceFile End() => _version >= 6 ? Int(0) : Write([1]);

    public NetTraceFile Write(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private NetTraceFile Object(string name, byte[] content, bool hasSize = true, int version = 2, int minimumReader = 2)
    {
        Write([5, 5, 1]).Int(version).Int(minimumReader).Int(name.Length).Write(Encoding.ASCII.GetBytes(name)).Write([6]);
        if (hasSize)
        {
            Int(content.Length);
            while (_bytes.Count % 4 != 0) _bytes.Add(0);
        }
        return Write(content).Write([6]);
    }

    private byte[] EventBlock(NetTraceEvent[] events)
    {
        var block = new NetTracePayload().Short(20).Short(IsCompressed ? 1 : 0).Long(0).Long(0);
        var previous = new NetTraceEvent(0, 0) { Thread = 0, Writer = 0, Number = 0 };
        int previousSize = 0;
        foreach (NetTraceEvent each in events)
        {
            ulong writer = each.Writer ?? each.Thread;
            uint number = each.Type == 0 && _version < 6 ? 0 : each.Number ?? _numbers.GetValueOrDefault(writer) + 1;
            _numbers[writer] = number;
            NetTraceEvent next = each with { Writer = writer, Number = number };
            if (IsCompressed) WriteCompressed(block, next, previous, previousSize);
            else WritePlain(block, next);
            previous = next;
            previousSize = next.Payload.Length;
        }
        return block.ToArray();
    }

    private void WriteCompressed(NetTracePayload block, NetTraceEvent each, NetTraceEvent previous, int previousSize)
    {
        uint step = each.Type == 0 && _version < 6 ? 0u : 1u;
        bool hasWriter = each.Writer != previous.Writer || each.Processor != previous.Processor || each.Number != previous.Number + step;
        int flags = (each.Type != previous.Type ? 1 : 0) | (hasWriter ? 2 : 0) | (each.Thread != previous.Thread ? 4 : 0) | (each.Stack != previous.Stack ? 8 : 0)
            | (each.Labels != previous.Labels ? 16 : 0) | 64 | (each.Payload.Length != previousSize ? 128 : 0);
        block.Byte(flags);
        if ((flags & 1) != 0) block.VarInt(each.Type);
        if (hasWriter) block.VarInt(each.Number!.Value - previous.Number!.Value - step).VarInt(each.Writer!.Value).VarInt(each.Processor);
        if ((flags & 4) != 0) block.VarInt(each.Thread);
        if ((flags & 8) != 0) block.VarInt(each.Stack);
        block.VarInt(each.Ticks - previous.Ticks);
        if ((flags & 16) != 0) block.VarInt(each.Labels);
        if ((flags & 128) != 0) block.VarInt((uint)each.Payload.Length);
        block.Bytes(each.Payload);
    }

    private void WritePlain(NetTracePayload block, NetTraceEvent each)
    {
        var row = new NetTracePayload().Int((int)each.Type).Int((int)each.Number!.Value).Long(each.Thread).Long(each.Writer!.Value).Int((int)each.Processor).Int((int)each.Stack).Long(each.Ticks);
        if (_version >= 6) row.Int((int)each.Labels);
        else row.Bytes(new byte[32]);
        row.Int(each.Payload.Length).Bytes(each.Payload);
        if (_version < 6) row.Align();
        block.Int(row.Length).Bytes(row.ToArray());
    }

    private void AddTypes() => Types(
        (ThreadSample, "Microsoft-DotNETCore-SampleProfiler", 0, ""),
        (MethodLoad, Runtime, 143, ""),
        (MethodUnload, Runtime, 144, ""),
        (Rundown, Runtime + "Rundown", 144, ""),
        (Module, Runtime + "Rundown", 154, ""),
        (AllocationTick, Runtime, 10, ""),
        (ContentionStop, Runtime, 91, ""),
        (ContentionStart, Runtime, 81, ""),
        (ExceptionThrown, Runtime, 80, ""),
        (ProcessInfo, "Microsoft-DotNETCore-EventPipe", 1, "ProcessInfo"),
        (Custom, "Shop-Events", 7, "OrderPlaced"));

    private NetTraceFile Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Write(bytes);
    }
}
