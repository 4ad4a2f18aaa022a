using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A build identifier of a file that is mapped in the recording.</summary>
/// <param name="Name">The bytes of the file's name.</param>
/// <param name="Id">The identifier.</param>
internal sealed record FileBuildId(byte[] Name, byte[] Id);

/// <summary>Reads the header sections of a file, which have the same form as the header records of a pipe.</summary>
internal sealed class RecordingFeatures(EventTable events, PerfByteOrder order)
{
    /// <summary>The section with the formats of tracepoints.</summary>
    public const int TracingData = 1;

    private const int BuildId = 2;
    private const int HostName = 3;
    private const int OsRelease = 4;
    private const int Version = 5;
    private const int Architecture = 6;
    private const int CpuCount = 7;
    private const int CpuDescription = 8;
    private const int CpuId = 9;
    private const int TotalMemory = 10;
    private const int CommandLine = 11;
    private const int EventDescription = 12;
    private const int ClockData = 29;
    private const int SimpleperfFile = 128;
    private const int SimpleperfFile2 = 132;
    private const int MaximumTexts = 10_000;

    private const int BuildIdHeader = 4 + 24; // process, identifier
    private const int BuildIdLength = 20;
    private const ushort BuildIdHasSize = 1 << 15;

    private readonly List<HeaderFact> _facts = [];
    private readonly List<string> _eventDescriptions = [];
    private WallClock? _clock;
    private int? _cpusOnline;
    private int? _cpusAvailable;

    /// <summary>The build identifiers of mapped files.</summary>
    public List<FileBuildId> BuildIds { get; } = [];

    /// <summary>The symbols that simpleperf stores in the recording.</summary>
    public SimpleperfSymbols Simpleperf { get; } = new();

    /// <summary>The formats of tracepoints.</summary>
    public TracepointFormats Tracepoints { get; } = new();

    /// <summary>The name of the recorded machine; <c>null</c> if it is not known.</summary>
    public string? HostNameOfMachine => Find("hostname");

    /// <summary>Reads a section.</summary>
    /// <param name="feature">The number of the section.</param>
    /// <param name="data">The section.</param>
    /// <returns><c>false</c> if the section is too short for what it must contain.</returns>
    public bool TryRead(int feature, ReadOnlySpan<byte> data)
    {
        switch (feature)
        {
            case BuildId: return TryReadBuildIds(data);
            case HostName: return TryAddText(data, "hostname");
            case OsRelease: return TryAddText(data, "os release");
            case Version: return TryAddText(data, "perf version");
            case Architecture: return TryAddText(data, "arch");
            case CpuDescription: return TryAddText(data, "cpudesc");
            case CpuId: return TryAddText(data, "cpuid");
            case CpuCount: return TryReadCpuCount(data);
            case TotalMemory: return TryReadTotalMemory(data);
            case CommandLine: return TryReadCommandLine(data);
            case EventDescription: return TryReadEvents(data);
            case ClockData: return TryReadClock(data);
            case SimpleperfFile: return Simpleperf.TryReadFile(data, order);
            case SimpleperfFile2: return Simpleperf.TryReadFile2(data, order);
            case TracingData: return Tracepoints.TryRead(data);
            default: return true;
        }
    }

    /// <summary>Returns the header of the recording.</summary>
    public RecordingHeader ToHeader()
    {
        long? frequency = null;
        for (int i = 0; i < events.Count && frequency is null; i++)
        {
            if (events[i].IsFrequency && events[i].Period <= int.MaxValue) frequency = (long)events[i].Period;
        }
        return new RecordingHeader
        {
            CommandLine = Find("cmdline"),
            HostName = Find("hostname"),
            OsRelease = Find("os release"),
            Architecture = Find("arch"),
            CpuDescription = Find("cpudesc"),
            CpusOnline = _cpusOnline,
            CpusAvailable = _cpusAvailable,
            ToolVersion = Find("perf version"),
            SampleFrequency = frequency,
            EventDescriptions = [.. _eventDescriptions],
            Clock = _clock,
            Facts = [.. _facts],
        };
    }

    /// <summary>Adds a fact.</summary>
    public void Add(string name, string value) => _facts.Add(new HeaderFact { Name = name, Value = value });

    /// <summary>Reads build identifiers: records with a header of their own.</summary>
    public bool TryReadBuildIds(ReadOnlySpan<byte> data)
    {
        while (data.Length >= RecordHeader.Length + BuildIdHeader)
        {
            RecordHeader header = RecordHeader.Read(data, order);
            if (header.Size < RecordHeader.Length + BuildIdHeader || header.Size > data.Length) return false;
            TakeBuildId(header, data[RecordHeader.Length..header.Size]);
            data = data[header.Size..];
        }
        return data.IsEmpty;
    }

    /// <summary>Takes a record with a build identifier.</summary>
    public bool TakeBuildId(RecordHeader header, ReadOnlySpan<byte> body)
    {
        if (body.Length < BuildIdHeader) return false;
        int length = (header.Misc & BuildIdHasSize) != 0 ? Math.Min((int)body[4 + BuildIdLength], BuildIdLength) : BuildIdLength;
        ReadOnlySpan<byte> name = Text(body[BuildIdHeader..]);
        if (length > 0 && !name.IsEmpty) BuildIds.Add(new FileBuildId(name.ToArray(), body.Slice(4, length).ToArray()));
        return true;
    }

    private bool TryAddText(ReadOnlySpan<byte> data, string name)
    {
        if (!TryTakeText(ref data, out string text)) return false;
        Add(name, text);
        return true;
    }

    private bool TryReadCpuCount(ReadOnlySpan<byte> data)
    {
        if (data.Length < 8) return false;
        _cpusAvailable = Positive(order.ReadInt32(data));
        _cpusOnline = Positive(order.ReadInt32(data[4..]));
        Add("nrcpus online", Number(order.ReadUInt32(data[4..])));
        Add("nrcpus avail", Number(order.ReadUInt32(data)));
        return true;
    }

    private bool TryReadTotalMemory(ReadOnlySpan<byte> data)
    {
        if (data.Length < 8) return false;
        Add("total memory", Number(order.ReadUInt64(data)) + " kB");
        return true;
    }

    private bool TryReadCommandLine(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4) return false;
        uint count = order.ReadUInt32(data);
        data = data[4..];
        var words = new List<string>();
        for (uint i = 0; i < count && words.Count < MaximumTexts; i++)
        {
            if (!TryTakeText(ref data, out string word)) return false;
            words.Add(word);
        }
        Add("cmdline", string.Join(' ', words));
        return true;
    }

    private bool TryReadEvents(ReadOnlySpan<byte> data)
    {
        if (data.Length < 8) return false;
        uint count = order.ReadUInt32(data);
        uint attributeLength = order.ReadUInt32(data[4..]);
        data = data[8..];
        for (uint i = 0; i < count; i++)
        {
            if (attributeLength > (uint)data.Length || data.Length - attributeLength < 4) return false;
            EventAttribute? attribute = EventAttribute.Read(data[..(int)attributeLength], order);
            uint idCount = order.ReadUInt32(data[(int)attributeLength..]);
            data = data[((int)attributeLength + 4)..];
            if (!TryTakeBytes(ref data, out ReadOnlySpan<byte> name)) return false;
            if (idCount > (uint)(data.Length / sizeof(ulong))) return false;
            if (idCount == 0) events.SetNameAt((int)Math.Min(i, int.MaxValue), name);
            for (int id = 0; id < idCount; id++) events.SetName(order.ReadUInt64(data[(id * sizeof(ulong))..]), name);
            data = data[((int)idCount * sizeof(ulong))..];
            if (_eventDescriptions.Count < MaximumTexts && attribute is not null) Describe(Encoding.UTF8.GetString(name), attribute);
        }
        return true;
    }

    private void Describe(string name, EventAttribute attribute)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"name = {name}, type = {attribute.Type}, config = 0x{attribute.Config:x}, {(attribute.IsFrequency ? "sample_freq" : "sample_period")} = {attribute.Period}");
        _eventDescriptions.Add(text);
        Add("event", text);
    }

    private bool TryReadClock(ReadOnlySpan<byte> data)
    {
        if (data.Length < 24) return false;
        ulong wall = order.ReadUInt64(data[8..]), clock = order.ReadUInt64(data[16..]);
        if (wall > long.MaxValue || clock > long.MaxValue) return false;
        _clock = new WallClock((long)clock, (long)wall, IsExact: true);
        Add("clockid", Number(order.ReadUInt32(data[4..])));
        return true;
    }

    private bool TryTakeText(ref ReadOnlySpan<byte> data, out string text)
    {
        bool isRead = TryTakeBytes(ref data, out ReadOnlySpan<byte> bytes);
        text = Encoding.UTF8.GetString(bytes);
        return isRead;
    }

    // The length, the bytes, and null bytes up to the length.
    private bool TryTakeBytes(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (data.Length < 4) return false;
        uint length = order.ReadUInt32(data);
        data = data[4..];
        if (length > (uint)data.Length) return false;
        bytes = Text(data[..(int)length]);
        data = data[(int)length..];
        return true;
    }

    private string? Find(string name)
    {
        foreach (HeaderFact fact in _facts)
        {
            if (fact.Name == name) return fact.Value;
        }
        return null;
    }

    private static int? Positive(int value) => value > 0 ? value : null;

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}
