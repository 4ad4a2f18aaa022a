using System.Buffers.Binary;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Splits a recording into blocks. In versions 4 and 5 they are serialized objects with a type name, in version 6 they have a size and a number. A
/// fault in this structure ends the reading, because no later block can be found; what precedes it is kept.
/// </summary>
internal sealed class NetTraceParser(ProfileBuilder builder, ReadContext context, NetTraceCode? code = null) : IProfileParser
{
    private const int MagicSize = 8;
    private const int ObjectsHeaderSize = MagicSize + sizeof(int) + 20;
    private const int BlocksHeaderSize = MagicSize + (3 * sizeof(uint));
    private const int FirstBlocksVersion = 6;
    private const int LastObjectsVersion = 5;
    private const int MaximumTypeName = 64;
    private const long MaximumBlock = 128 * 1024 * 1024; // writers use at most 16 MB
    private const byte EndTag = 1, BeginTag = 5, EndObjectTag = 6;

    private readonly NetTraceDecoder _decoder = new(builder, context, code ?? new NetTraceCode());
    private int _version; // 0 until the header has been read; of objects, the version of the first one
    private bool _isEnded;
    private bool _hasEnd;
    private long _offset; // in the input, of the first byte that is not consumed
    private long _skip;

    /// <summary>A block in the available bytes.</summary>
    /// <param name="Kind">The kind.</param>
    /// <param name="Start">The index of the first byte of the content.</param>
    /// <param name="Length">The length of the content.</param>
    /// <param name="Total">The length of the block with everything around the content.</param>
    private readonly record struct Block(NetTraceBlockKind Kind, int Start, long Length, long Total);

    /// <summary>The decoder of the blocks.</summary>
    public NetTraceDecoder Decoder => _decoder;

    /// <inheritdoc/>
    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int position = 0;
        if (_version == 0 && !ReadHeader(block, isFinal, ref position)) return 0;
        while (!_isEnded && position < block.Length)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            int consumed = _skip > 0 ? Skip(block.Length - position) : ReadBlock(block[position..], isFinal);
            if (consumed == 0) break;
            position += consumed;
            _offset += consumed;
        }
        if (!_isEnded && !isFinal) return position;
        if (_hasEnd && position < block.Length)
        {
            context.Report("data after the end of the recording", InputPosition.AtByte(_offset));
            _hasEnd = false;
        }
        return block.Length;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (!_isEnded) context.Report("recording without an end", InputPosition.AtByte(_offset));
        _decoder.Complete(InputPosition.AtByte(_offset));
    }

    private bool ReadHeader(ReadOnlySpan<byte> block, bool isFinal, ref int position)
    {
        if (NetTraceReader.IsNetPerf(block))
        {
            throw context.Unsupported("the file is a .netperf recording, versions 1 to 3 of the format; versions 4, 5 and 6 (.nettrace) can be read");
        }
        int needed = MagicSize + sizeof(uint);
        if (block.Length >= needed)
        {
            bool hasObjects = BinaryPrimitives.ReadUInt32LittleEndian(block[MagicSize..]) != 0;
            needed = hasObjects ? ObjectsHeaderSize : BlocksHeaderSize;
            if (block.Length >= needed)
            {
                if (hasObjects) CheckSerialization(block);
                else CheckVersion(block);
                _version = hasObjects ? LastObjectsVersion : FirstBlocksVersion;
                _offset = position = needed;
                return true;
            }
        }
        if (isFinal) throw context.Truncated("the input ends within the header of the recording");
        return false;
    }

    private void CheckSerialization(ReadOnlySpan<byte> block)
    {
        if (!NetTraceReader.IsNetPerf(block[MagicSize..]))
        {
            throw context.Malformed("the recording has an unknown header", InputPosition.AtByte(MagicSize));
        }
    }

    private void CheckVersion(ReadOnlySpan<byte> block)
    {
        uint major = BinaryPrimitives.ReadUInt32LittleEndian(block[(MagicSize + sizeof(uint))..]);
        if (major != FirstBlocksVersion)
        {
            throw UnsupportedVersion(major);
        }
    }

    private ProfileFormatException UnsupportedVersion(long version) => context.Unsupported(
        string.Create(CultureInfo.InvariantCulture, $"the recording has version {version} of the format; versions 4, 5 and 6 can be read"));

    private int Skip(int available)
    {
        int count = (int)Math.Min(available, _skip);
        _skip -= count;
        return count;
    }

    // Returns the number of bytes consumed; 0 if more are needed.
    private int ReadBlock(ReadOnlySpan<byte> data, bool isFinal)
    {
        bool isWhole = _version >= FirstBlocksVersion ? FindBlock(data, out Block block) : FindObject(data, out block);
        if (_isEnded || block.Total == 0) return 0;
        if (block.Kind == NetTraceBlockKind.EndOfStream)
        {
            _isEnded = _hasEnd = true;
            return (int)Math.Min(block.Total, data.Length);
        }
        if (block.Length > MaximumBlock)
        {
            context.Report("block that is larger than 128 MiB", InputPosition.AtByte(_offset));
            _skip = block.Total;
            return Skip(data.Length);
        }
        if (!isWhole && !isFinal) return 0;
        if (!isWhole && block.Start >= data.Length) return data.Length;
        ReadOnlySpan<byte> content = data.Slice(block.Start, (int)Math.Min(block.Length, data.Length - block.Start));
        _decoder.ReadBlock(_version, block.Kind, content, isCut: content.Length < block.Length, _offset + block.Start);
        if (!isWhole) return data.Length;
        if (_version < FirstBlocksVersion && data[(int)block.Total - 1] != EndObjectTag) Stop("object without an end");
        return (int)block.Total;
    }

    private static bool FindBlock(ReadOnlySpan<byte> data, out Block block)
    {
        block = default;
        if (data.Length < sizeof(uint)) return false;
        uint header = BinaryPrimitives.ReadUInt32LittleEndian(data);
        var kind = (NetTraceBlockKind)(header >> 24);
        uint length = header & 0xFF_FFFF;
        block = new Block(kind, sizeof(uint), length, sizeof(uint) + length);
        return data.Length >= block.Total;
    }

    // A begin tag; the type: a begin tag, a null tag, the version, the version of the reader that is needed, the name, an end tag; the size and the
    // content, which starts at a multiple of 4 in the file; an end tag. The first object has no size.
    private bool FindObject(ReadOnlySpan<byte> data, out Block block)
    {
        const int NameStart = 3 + (3 * sizeof(int));
        block = default;
        if (data[0] == EndTag)
        {
            block = new Block(NetTraceBlockKind.EndOfStream, 1, 0, 1);
            return true;
        }
        if (data[0] != BeginTag) return Stop("object without a begin");
        if (data.Length < NameStart) return false;
        int nameLength = BinaryPrimitives.ReadInt32LittleEndian(data[(NameStart - sizeof(int))..]);
        if (data[1] != BeginTag || data[2] != EndTag || nameLength is < 0 or > MaximumTypeName) return Stop("object without a type");
        int start = NameStart + nameLength + 1;
        if (data.Length < start) return false;
        NetTraceBlockKind kind = KindOf(data.Slice(NameStart, nameLength));
        if (kind == NetTraceBlockKind.Trace)
        {
            ReadVersion(BinaryPrimitives.ReadInt32LittleEndian(data[3..]), BinaryPrimitives.ReadInt32LittleEndian(data[7..]));
            block = new Block(kind, start, NetTraceInfo.FixedSize, start + NetTraceInfo.FixedSize + 1);
            return data.Length >= block.Total;
        }
        if (data.Length < start + sizeof(int)) return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(data[start..]);
        if (length < 0) return Stop("block with a negative size");
        start += sizeof(int);
        start += (int)(-(_offset + start) & 3);
        block = new Block(kind, start, length, (long)start + length + 1);
        return data.Length >= block.Total;
    }

    private void ReadVersion(int version, int minimumReader)
    {
        if (minimumReader > LastObjectsVersion || version < 4)
        {
            throw UnsupportedVersion(version);
        }
        _version = Math.Min(version, LastObjectsVersion);
    }

    private static NetTraceBlockKind KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("EventBlock"u8) ? NetTraceBlockKind.Event
        : name.SequenceEqual("StackBlock"u8) ? NetTraceBlockKind.Stack
        : name.SequenceEqual("MetadataBlock"u8) ? NetTraceBlockKind.Metadata
        : name.SequenceEqual("SPBlock"u8) ? NetTraceBlockKind.SequencePoint
        : name.SequenceEqual("Trace"u8) ? NetTraceBlockKind.Trace
        : NetTraceBlockKind.Unknown;

    private bool Stop(string reason)
    {
        context.Report(reason, InputPosition.AtByte(_offset));
        _isEnded = true;
        return false;
    }
}
