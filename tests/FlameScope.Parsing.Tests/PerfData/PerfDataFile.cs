using FlameScope.Model;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes small recordings: an event per attribute, records, and header sections.</summary>
internal sealed class PerfDataFile
{
    public const ulong Ip = 1, Tid = 2, Time = 4, Addr = 8, Counter = 16, Callchain = 32, Id = 64, Cpu = 128, Period = 256, StreamId = 512, Raw = 1024,
        BranchStack = 2048, RegsUser = 4096, StackUser = 8192, Identifier = 1 << 16;

    public const ulong Usual = Ip | Tid | Time | Callchain | Period;
    public const ulong KernelMark = unchecked((ulong)-128), UserMark = unchecked((ulong)-512);
    public const int KernelMode = 1, UserMode = 2;

    private readonly bool _isBigEndian;
    private readonly List<(byte[] Attribute, ulong[] Ids)> _events = [];
    private readonly List<byte> _records = [];
    private readonly SortedDictionary<int, byte[]> _features = [];
    private ulong _fields;

    public PerfDataFile(bool isBigEndian = false) => _isBigEndian = isBigEndian;

    /// <summary>The length of an attribute in the file.</summary>
    public int AttributeLength { get; init; } = 136;

    public bool ExcludesGuest { get; init; } = true;

    public RecordBytes New() => new(_isBigEndian);

    /// <summary>Adds an event.</summary>
    public PerfDataFile Event(
        ulong fields = Usual, uint type = 1, ulong config = 0, ulong period = 0, ulong readFormat = 0, ulong branches = 0, ulong registers = 0, bool hasSampleIds = true,
        ulong flags = 0, params ulong[] ids)
    {
        if (_events.Count == 0) _fields = fields;
        flags |= (hasSampleIds ? 1UL << 18 : 0) | (ExcludesGuest ? 1UL << 20 : 0);
        byte[] attribute = New().UInt32(type).UInt32(AttributeLength).UInt64(config).UInt64(period).UInt64(fields).UInt64(readFormat)
            .Bytes(BitField(flags)).UInt32(0).UInt32(0).UInt64(0).UInt64(0).UInt64(branches).UInt64(registers).ToArray();
        Array.Resize(ref attribute, AttributeLength);
        _events.Add((attribute, ids));
        return this;
    }

    /// <summary>Adds a sample of an event with <see cref="Usual"/> fields.</summary>
    public PerfDataFile Sample(ulong time, int tid, ulong ip, ulong[]? chain = null, int pid = 10, int misc = UserMode, ulong period = 1)
    {
        RecordBytes body = New().UInt64(ip).UInt32(pid).UInt32(tid).UInt64(time).UInt64(period);
        chain ??= [UserMark, ip];
        body.UInt64((ulong)chain.Length);
        foreach (ulong each in chain) body.UInt64(each);
        return Record(9, misc, body);
    }

    public PerfDataFile Comm(ulong time, int pid, int tid, string comm, bool isExec = false) =>
        Record(3, isExec ? 1 << 13 : 0, Trailer(New().UInt32(pid).UInt32(tid).Text(comm), pid, tid, time));

    public PerfDataFile Fork(ulong time, int pid, int tid, int parentPid, int parentTid, uint type = 7, int misc = 0) =>
        Record(type, misc, Trailer(New().UInt32(pid).UInt32(parentPid).UInt32(tid).UInt32(parentTid).UInt64(time), pid, tid, time));

    public PerfDataFile Exit(ulong time, int pid, int tid) => Fork(time, pid, tid, 1, 1, type: 4);

    public PerfDataFile Mmap(ulong time, int pid, ulong start, ulong length, ulong offset, string name, int misc = UserMode) => Record(
        1, misc, Trailer(New().UInt32(pid).UInt32(pid).UInt64(start).UInt64(length).UInt64(offset).Text(name), pid, pid, time));

    public PerfDataFile Mmap2(
        ulong time, int pid, ulong start, ulong length, ulong offset, string name, int misc = UserMode, byte[]? buildId = null, uint protection = 5, uint flags = 2)
    {
        RecordBytes body = New().UInt32(pid).UInt32(pid).UInt64(start).UInt64(length).UInt64(offset);
        if (buildId is null)
        {
            body.UInt32(8).UInt32(1).UInt64(100).UInt64(0);
        }
        else
        {
            byte[] id = [.. buildId];
            Array.Resize(ref id, 20);
            body.Bytes([(byte)buildId.Length, 0, 0, 0]).Bytes(id);
            misc |= 1 << 14;
        }
        body.UInt32(protection).UInt32(flags).Text(name);
        return Record(10, misc, Trailer(body, pid, pid, time));
    }

    public PerfDataFile KernelSymbol(ulong time, ulong start, uint length, string name, int flags = 0) =>
        Record(17, 0, Trailer(New().UInt64(start).UInt32(length).UInt16(1).UInt16(flags).Text(name), 0, 0, time));

    public PerfDataFile Round() => Record(68, 0, New());

    public PerfDataFile Record(uint type, int misc, RecordBytes body) => Raw8(Encode(type, misc, body));

    public PerfDataFile Raw8(ReadOnlySpan<byte> bytes)
    {
        _records.AddRange(bytes);
        return this;
    }

    public byte[] Encode(uint type, int misc, RecordBytes body) =>
        New().UInt32(type).UInt16(misc).UInt16(body.Length + 8).Bytes(body.ToArray()).ToArray();

    /// <summary>Replaces the records so far by one compressed record, or several.</summary>
    public PerfDataFile Compress(uint type = 81, int part = 60_000, bool isEnded = false)
    {
        using var stream = new MemoryStream();
        using (var zstd = new ZstdSharp.CompressionStream(stream, 1, leaveOpen: true))
        {
            zstd.Write([.. _records]);
            zstd.Flush();
            if (!isEnded) Pieces(stream.ToArray());
        }
        if (isEnded) Pieces(stream.ToArray());
        return this;

        void Pieces(byte[] compressed)
        {
            _records.Clear();
            for (int at = 0; at < compressed.Length; at += part)
            {
                byte[] piece = compressed[at..Math.Min(at + part, compressed.Length)];
                RecordBytes body = New();
                if (type == 83)
                {
                    body.UInt64((ulong)piece.Length).Bytes(piece);
                    while (body.Length % 8 != 0) body.Bytes([0]);
                }
                else
                {
                    body.Bytes(piece);
                }
                Record(type, 0, body);
            }
        }
    }

    public PerfDataFile Feature(int number, RecordBytes data)
    {
        _features[number] = data.ToArray();
        return this;
    }

    /// <summary>Returns the file.</summary>
    /// <param name="dataLength">The length of the records in the header; <c>null</c> for the right one.</param>
    public byte[] ToFile(ulong? dataLength = null)
    {
        const int Header = 104;
        int idsLength = _events.Sum(each => each.Ids.Length * 8);
        int attributes = Header + idsLength, data = attributes + (_events.Count * (AttributeLength + 16)), tail = data + _records.Count;
        RecordBytes file = New().Bytes(Magic()).UInt64(Header).UInt64((ulong)AttributeLength + 16)
            .UInt64((ulong)attributes).UInt64((ulong)(data - attributes)).UInt64((ulong)data).UInt64(dataLength ?? (ulong)_records.Count).UInt64(0).UInt64(0);
        var bits = new ulong[4];
        foreach (int feature in _features.Keys) bits[feature / 64] |= 1UL << (feature % 64);
        foreach (ulong each in bits) file.UInt64(each);
        foreach ((_, ulong[] ids) in _events)
        {
            foreach (ulong id in ids) file.UInt64(id);
        }
        int at = Header;
        foreach ((byte[] attribute, ulong[] ids) in _events)
        {
            file.Bytes(attribute).UInt64((ulong)at).UInt64((ulong)ids.Length * 8);
            at += ids.Length * 8;
        }
        file.Bytes([.. _records]);
        at = tail + (_features.Count * 16);
        foreach (byte[] feature in _features.Values)
        {
            file.UInt64((ulong)at).UInt64((ulong)feature.Length);
            at += feature.Length;
        }
        foreach (byte[] feature in _features.Values) file.Bytes(feature);
        return file.ToArray();
    }

    /// <summary>Returns the same recording as a pipe.</summary>
    public byte[] ToPipe()
    {
        RecordBytes pipe = New().Bytes(Magic()).UInt64(16);
        foreach ((byte[] attribute, ulong[] ids) in _events)
        {
            RecordBytes body = New().Bytes(attribute);
            foreach (ulong id in ids) body.UInt64(id);
            pipe.Bytes(Encode(64, 0, body));
        }
        foreach ((int number, byte[] data) in _features) pipe.Bytes(Encode(80, 0, New().UInt64((ulong)number).Bytes(data)));
        return pipe.Bytes([.. _records]).ToArray();
    }

    public static Profile Read(byte[] file, PerfDataReader? reader = null, bool isStrict = false) =>
        ProfileFormats.Default.With(reader ?? new PerfDataReader()).Parse(file, new ProfileReadOptions { Strict = isStrict });

    /// <summary>The symbols or modules of a sample, leaf first: <c>name@module</c>, the name of a function or the module.</summary>
    public static string Stack(Profile profile, int sample = 0) => string.Join(' ', profile.Stacks.GetFrames(profile.Samples.Stacks[sample]).Select(id =>
    {
        Frame frame = profile.Frames[id];
        return frame.Symbol == SymbolId.Unknown ? $"[{profile.Modules[frame.Module]}]" : profile.Symbols[frame.Symbol];
    }));

    public static string Comm(Profile profile, int sample = 0) => profile.Comms[profile.Threads[profile.Samples.Threads[sample]].Comm];

    private byte[] Magic() => _isBigEndian ? "2ELIFREP"u8.ToArray() : "PERFILE2"u8.ToArray();

    private byte[] BitField(ulong flags)
    {
        var bytes = new byte[8];
        for (int bit = 0; bit < 64; bit++)
        {
            if (((flags >> bit) & 1) != 0) bytes[bit / 8] |= (byte)(1 << (_isBigEndian ? 7 - (bit % 8) : bit % 8));
        }
        return bytes;
    }

    // The fields of the identifier of a sample, which all records of the kernel end in.
    private RecordBytes Trailer(RecordBytes body, int pid, int tid, ulong time)
    {
        if ((_fields & Tid) != 0) body.UInt32(pid).UInt32(tid);
        if ((_fields & Time) != 0) body.UInt64(time);
        if ((_fields & Id) != 0) body.UInt64(0);
        if ((_fields & StreamId) != 0) body.UInt64(0);
        if ((_fields & Cpu) != 0) body.UInt64(0);
        if ((_fields & Identifier) != 0) body.UInt64(0);
        return body;
    }
}
