using System.Buffers.Binary;
using System.Buffers.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the binary profiles of old versions of gperftools, which precede pprof's protobuf. A profile consists of words of 4 or 8 bytes of the
/// recorded machine: a header (0, 3, 0, period in microseconds, 0), records (count, depth, addresses from the leaf), and a record (0, 1, 0) as the
/// end. The text of /proc/self/maps follows.
/// </summary>
/// <remarks>The profile holds no names. Frames are named by their address.</remarks>
internal sealed class GperftoolsProfile(ProfileBuilder builder, ReadContext context)
{
    private const int HeaderWords = 5;

    private readonly List<Mapping> _mappings = [];
    private readonly Dictionary<ulong, FrameId> _frames = [];

    private readonly record struct Mapping(ulong Start, ulong End, ModuleId Module, FrameKind Kind);

    /// <summary>The size and the order of the bytes of a word.</summary>
    private readonly record struct Words(int Size, bool IsBigEndian)
    {
        public ulong Read(ReadOnlySpan<byte> file, long index)
        {
            ReadOnlySpan<byte> word = file.Slice((int)(index * Size), Size);
            if (Size == sizeof(uint)) return IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
            return IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(word) : BinaryPrimitives.ReadUInt64LittleEndian(word);
        }
    }

    /// <summary>Indicates whether an input starts with the header of such a profile.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) => FindWords(start) is not null;

    /// <summary>Adds the samples of a profile to the builder.</summary>
    /// <param name="file">The file. It starts with a header.</param>
    public void Parse(ReadOnlySpan<byte> file)
    {
        if (FindWords(file) is not { } words) throw context.Malformed("the profile does not start with a header of gperftools");
        ulong period = words.Read(file, 3);
        long count = file.Length / words.Size;
        long end = FindEnd(file, words, count);
        if (end >= 0) ReadMappings(file[(int)((end + 3) * words.Size)..]);
        SampleEventId eventId = builder.AddEvent(
            "samples"u8, [new SampleValueType("samples", "count"), new SampleValueType("cpu", "nanoseconds")], defaultValueType: 1);
        ThreadId thread = builder.AddThread(null, null, "");
        Span<long> values = stackalloc long[2];
        long index = HeaderWords;
        for (long limit = end >= 0 ? end : count; index < limit;)
        {
            InputPosition position = InputPosition.AtByte(index * words.Size);
            if (limit - index < 2 || words.Read(file, index + 1) > (ulong)(limit - index - 2))
            {
                context.Report("the input ends within a record", position);
                break;
            }
            ulong samples = words.Read(file, index);
            int depth = (int)words.Read(file, index + 1);
            context.CheckFrames(depth, position);
            StackId stack = StackId.Empty;
            for (int i = depth - 1; i >= 0; i--) stack = builder.AddStack(stack, GetFrame(words.Read(file, index + 2 + i)));
            index += 2 + depth;
            UInt128 time = (UInt128)samples * period * 1000;
            values[0] = (long)samples;
            values[1] = time <= long.MaxValue ? (long)time : -1;
            var row = new SampleRow { Stack = stack, Thread = thread, Event = eventId, Values = values, Count = (long)samples };
            if (builder.CanAdd(row)) builder.AddSample(row);
            else context.Report("a value that exceeds the range of a sum", position);
        }
        if (end < 0) context.Report("the profile has no end", InputPosition.AtByte(file.Length));
    }

    private static Words? FindWords(ReadOnlySpan<byte> start)
    {
        foreach (Words words in (ReadOnlySpan<Words>)[new(8, false), new(4, false), new(8, true), new(4, true)])
        {
            if (start.Length < words.Size * HeaderWords) continue;
            ulong period = words.Read(start, 3);
            bool isHeader = words.Read(start, 0) == 0 && words.Read(start, 1) == 3 && words.Read(start, 2) == 0 && words.Read(start, 4) == 0;
            if (isHeader && period is > 0 and < int.MaxValue) return words;
        }
        return null;
    }

    // The records must be walked: their addresses can look like an end.
    private static long FindEnd(ReadOnlySpan<byte> file, Words words, long count)
    {
        for (long index = HeaderWords; count - index >= 3;)
        {
            ulong depth = words.Read(file, index + 1);
            if (words.Read(file, index) == 0 && depth == 1 && words.Read(file, index + 2) == 0) return index;
            if (depth > (ulong)(count - index - 2)) return -1;
            index += 2 + (long)depth;
        }
        return -1;
    }

    private FrameId GetFrame(ulong address)
    {
        if (_frames.TryGetValue(address, out FrameId frame)) return frame;
        Mapping mapping = FindMapping(address);
        frame = builder.AddFrame(new Frame { Symbol = AddressName.Add(builder, address), Module = mapping.Module, Kind = mapping.Kind });
        _frames.Add(address, frame);
        return frame;
    }

    private Mapping FindMapping(ulong address)
    {
        int low = 0, high = _mappings.Count;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (_mappings[middle].Start <= address) low = middle + 1;
            else high = middle;
        }
        return low > 0 && address < _mappings[low - 1].End ? _mappings[low - 1] : default;
    }

    // Lines such as: 00400000-0049d000 r-xp 00000000 08:01 270364 /usr/bin/app
    private void ReadMappings(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!Utf8Parser.TryParse(line, out ulong start, out int used, 'x') || used >= line.Length || line[used] != '-') continue;
            line = line[(used + 1)..];
            if (!Utf8Parser.TryParse(line, out ulong limit, out used, 'x') || line.Length < used + 4 || line[used + 3] != 'x') continue;
            int path = line.IndexOfAny((byte)'/', (byte)'[');
            if (path < 0) continue;
            ReadOnlySpan<byte> name = line[path..].TrimEnd((byte)'\r');
            _mappings.Add(new Mapping(start, limit, builder.AddModule(name), MappingKind.Of(name)));
        }
        _mappings.Sort((a, b) => a.Start.CompareTo(b.Start));
    }
}
