using System.Globalization;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>The value of an attribute: a number, or a text. Values of other types are shown as text.</summary>
internal readonly record struct OtlpValue(string? Text, long Number)
{
    // Attributes are flat by convention; deeper values are shown as an ellipsis.
    private const int MaximumDepth = 4;
    private const int MaximumLength = 4096;

    /// <summary>Decodes an <c>AnyValue</c>.</summary>
    /// <param name="value">The bytes of the value.</param>
    /// <param name="message">The message.</param>
    /// <param name="dictionary">The dictionary of the message, which may hold texts of values.</param>
    public static OtlpValue Read(ReadOnlySpan<byte> value, ReadOnlySpan<byte> message, OtlpDictionary dictionary)
    {
        var reader = new ProtobufReader(value);
        if (reader.Read() && reader.Field == 3 && reader.WireType == WireType.Varint) return new OtlpValue(null, reader.Int64);
        var text = new StringBuilder();
        Append(text, value, message, dictionary, 0);
        return new OtlpValue(text.ToString(), 0);
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> value, ReadOnlySpan<byte> message, OtlpDictionary dictionary, int depth)
    {
        var reader = new ProtobufReader(value);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when reader.WireType == WireType.Bytes:
                    text.Append(ShortText.Decode(reader.Bytes));
                    break;
                case 2 when reader.WireType == WireType.Varint:
                    text.Append(reader.Number != 0 ? "true" : "false");
                    break;
                case 3 when reader.WireType == WireType.Varint:
                    text.Append(reader.Int64.ToString(CultureInfo.InvariantCulture));
                    break;
                case 4 when reader.WireType == WireType.Fixed64:
                    text.Append(BitConverter.UInt64BitsToDouble(reader.Number).ToString("R", CultureInfo.InvariantCulture));
                    break;
                case 5 or 6 when reader.WireType == WireType.Bytes:
                    AppendList(text, reader, message, dictionary, depth);
                    break;
                case 7 when reader.WireType == WireType.Bytes:
                    text.Append(HexText.Encode(reader.Bytes[..Math.Min(reader.Bytes.Length, MaximumLength / 2)]));
                    break;
                case 8 when reader.WireType == WireType.Varint:
                    text.Append(ShortText.Decode(dictionary.GetText(message, reader.Number)));
                    break;
            }
            if (text.Length > MaximumLength) return;
        }
    }

    // An array as [a, b], a list of keys and values as {a=1, b=2}.
    private static void AppendList(
        StringBuilder text, in ProtobufReader list, ReadOnlySpan<byte> message, OtlpDictionary dictionary, int depth)
    {
        bool isArray = list.Field == 5;
        if (depth == MaximumDepth)
        {
            text.Append('…');
            return;
        }
        text.Append(isArray ? '[' : '{');
        bool isFirst = true;
        var reader = new ProtobufReader(list.Bytes);
        while (reader.Read() && text.Length <= MaximumLength)
        {
            if (reader.Field != 1 || reader.WireType != WireType.Bytes) continue;
            if (!isFirst) text.Append(", ");
            isFirst = false;
            if (isArray)
            {
                Append(text, reader.Bytes, message, dictionary, depth + 1);
                continue;
            }
            OtlpKeyValue pair = OtlpKeyValue.Read(reader.Bytes, message, dictionary);
            text.Append(ShortText.Decode(pair.Key)).Append('=');
            Append(text, pair.Value, message, dictionary, depth + 1);
        }
        text.Append(isArray ? ']' : '}');
    }
}
