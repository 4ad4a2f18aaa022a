using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace FlameScope.Export.Tests;

/// <summary>
/// The fields of a message in an official definition, as <c>1v 2s! 3m*</c>: the number, the type and how often. The types are <c>v</c> varint, <c>f</c> eight
/// bytes, <c>s</c> text, <c>b</c> bytes, <c>p</c> packed varints, <c>d</c> packed numbers of eight bytes, and <c>m</c> for the messages that follow in order.
/// <c>!</c> is required, <c>*</c> repeated.
/// </summary>
internal sealed class WireLayout
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<int, (char Type, char Times, WireLayout? Message)> _fields = [];

    public WireLayout(string fields, params WireLayout[] messages)
    {
        int message = 0;
        foreach (string field in fields.Split(' '))
        {
            string text = field.TrimEnd('!', '*');
            int number = int.Parse(text[..^1], CultureInfo.InvariantCulture);
            _fields[number] = (text[^1], text.Length == field.Length ? '?' : field[^1], text[^1] == 'm' ? messages[message++] : null);
        }
        if (message != messages.Length) throw new ArgumentException("A message has no field.", nameof(messages));
    }

    /// <summary>Checks a message and those in it. Returns the number of fields.</summary>
    public int Check(byte[] message)
    {
        int count = 0;
        var seen = new Dictionary<int, int>();
        var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0; count++)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            if (!_fields.TryGetValue(number, out var field)) throw new InvalidDataException($"field {number} is not defined");
            WireFormat.WireType type = WireFormat.GetTagWireType(tag);
            WireFormat.WireType expected = field.Type switch
            {
                'v' => WireFormat.WireType.Varint,
                'f' => WireFormat.WireType.Fixed64,
                _ => WireFormat.WireType.LengthDelimited,
            };
            bool isUnpacked = field.Type == 'p' && type == WireFormat.WireType.Varint; // which every reader accepts
            if (type != expected && !isUnpacked) throw new InvalidDataException($"field {number} has the type {type}");
            seen[number] = seen.GetValueOrDefault(number) + 1;
            if (seen[number] > 1 && field.Times != '*' && !isUnpacked) throw new InvalidDataException($"field {number} is there twice");
            if (type == WireFormat.WireType.Varint) input.ReadUInt64();
            else if (field.Type == 'f') input.ReadFixed64();
            else count += CheckContent(field.Type, field.Message, input.ReadBytes());
        }
        foreach ((int number, var field) in _fields)
        {
            if (field.Times == '!' && !seen.ContainsKey(number)) throw new InvalidDataException($"field {number} is missing");
        }
        return count;
    }

    private static int CheckContent(char type, WireLayout? message, ByteString bytes)
    {
        if (message is not null) return message.Check(bytes.ToByteArray());
        if (type == 's') Utf8.GetString(bytes.Span);
        CodedInputStream numbers = bytes.CreateCodedInput();
        while (type == 'p' && !numbers.IsAtEnd) numbers.ReadUInt64();
        while (type == 'd' && !numbers.IsAtEnd) numbers.ReadFixed64();
        return 0;
    }
}
