using System.Buffers.Binary;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses OpenTelemetry profiles: one protobuf message, a stream of messages that each follow their length, or JSON objects one after the other.
/// </summary>
internal sealed class OtlpParser(ProfileBuilder builder, ReadContext context, bool prefersPayload) : IProfileParser
{
    private readonly OtlpProfile _profile = new(builder, context, prefersPayload);
    private long _offset;
    private bool? _isStream;

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (_isStream is null)
        {
            if (!isFinal && block.Length < OtlpShape.PrefixLength + 2) return 0;
            _isStream = OtlpShape.HasPrefix(block, isFinal);
        }
        int consumed = _isStream.Value ? ParseStream(block, isFinal) : isFinal ? ParseWhole(block) : 0;
        _offset += consumed;
        return consumed;
    }

    public void Complete() => _profile.Complete();

    private int ParseWhole(ReadOnlySpan<byte> file)
    {
        int start = file.StartsWith("\uFEFF"u8) ? 3 : 0;
        int content = file[start..].IndexOfAnyExcept(" \t\r\n"u8);
        if (content < 0) throw context.Malformed("the input is empty");
        if (file[start + content] != '{' || (content > 0 && OtlpShape.Match(file, isWhole: true) == FormatMatch.Yes))
        {
            _profile.Add(file, 0);
            return file.Length;
        }
        var json = new OtlpJson(context);
        foreach ((byte[] message, bool isWhole) in json.ToMessages(file, start)) _profile.Add(message, 0, isCut: !isWhole);
        return file.Length;
    }

    private int ParseStream(ReadOnlySpan<byte> block, bool isFinal)
    {
        int position = 0;
        while (block.Length - position > OtlpShape.PrefixLength)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(block[position..]);
            ReadOnlySpan<byte> rest = block[(position + OtlpShape.PrefixLength)..];
            if (length > (uint)rest.Length) break;
            context.CancellationToken.ThrowIfCancellationRequested();
            _profile.Add(rest[..(int)length], _offset + position + OtlpShape.PrefixLength);
            position += OtlpShape.PrefixLength + (int)length;
        }
        if (!isFinal) return position;
        if (position < block.Length) context.Report("the input ends within a message", InputPosition.AtByte(_offset + position));
        return block.Length;
    }
}
