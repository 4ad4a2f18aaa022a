using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Converts the JSON of OpenTelemetry profiles to protobuf, so that there is one parser. Objects may follow each other, as the file exporter of the
/// collector writes one per line.
/// </summary>
internal sealed class OtlpJson(ReadContext context)
{
    private const int MaximumDepth = 64;

    private readonly OtlpJsonWriter _output = new();

    /// <summary>Converts the objects of an input.</summary>
    /// <param name="file">The input.</param>
    /// <param name="start">The position of the first object.</param>
    /// <returns>The messages. An object that the end of the input cuts ends with its last whole value.</returns>
    public List<(byte[] Message, bool IsWhole)> ToMessages(ReadOnlySpan<byte> file, int start)
    {
        var messages = new List<(byte[], bool)>();
        while (start < file.Length)
        {
            int blanks = file[start..].IndexOfAnyExcept(" \t\r\n"u8);
            if (blanks < 0) break;
            start += blanks;
            context.CancellationToken.ThrowIfCancellationRequested();
            var reader = new Utf8JsonReader(file[start..], isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaximumDepth }));
            _output.Clear();
            bool isWhole = TryConvert(ref reader, start);
            messages.Add((_output.ToArray(), isWhole));
            if (!isWhole) break;
            start += (int)reader.BytesConsumed;
        }
        return messages;
    }

    private bool TryConvert(ref Utf8JsonReader reader, int start)
    {
        int depth = 0;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                context.Report("text that is not a JSON object", InputPosition.AtByte(start));
                return false;
            }
            WriteObject(ref reader, OtlpJsonSchema.Request, ref depth);
            return true;
        }
        catch (JsonException)
        {
            // The open messages end here. What precedes the fault is kept.
            for (; depth > 0; depth--) _output.EndMessage();
            context.Report("the JSON ends, or is not valid", InputPosition.AtByte(start + reader.BytesConsumed));
            return false;
        }
    }

    private void WriteObject(ref Utf8JsonReader reader, OtlpJsonMessage message, ref int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            OtlpJsonField? field = Find(ref reader, message);
            reader.Read();
            if (field is null || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                WriteValue(ref reader, field, ref depth);
                continue;
            }
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) WriteValue(ref reader, field, ref depth);
        }
    }

    private static OtlpJsonField? Find(ref Utf8JsonReader reader, OtlpJsonMessage message)
    {
        foreach (OtlpJsonField field in message.Fields)
        {
            if (reader.ValueTextEquals(field.Utf8Name) || reader.ValueTextEquals(field.Utf8SnakeName)) return field;
        }
        return null;
    }

    private void WriteValue(ref Utf8JsonReader reader, OtlpJsonField field, ref int depth)
    {
        switch (field.Type)
        {
            case OtlpJsonType.Message when reader.TokenType == JsonTokenType.StartObject:
                _output.BeginMessage(field.Number);
                depth++;
                WriteObject(ref reader, field.Message!(), ref depth);
                depth--;
                _output.EndMessage();
                break;
            case OtlpJsonType.Varint when TryReadInteger(ref reader, out ulong number):
                _output.WriteVarint(field.Number, number);
                break;
            case OtlpJsonType.Fixed64 when TryReadInteger(ref reader, out ulong number):
                _output.WriteFixed64(field.Number, number);
                break;
            case OtlpJsonType.Double when TryReadDouble(ref reader, out double value):
                _output.WriteFixed64(field.Number, BitConverter.DoubleToUInt64Bits(value));
                break;
            case OtlpJsonType.Text when reader.TokenType == JsonTokenType.String:
                WriteText(ref reader, field.Number);
                break;
            case OtlpJsonType.Hex or OtlpJsonType.Base64 when reader.TokenType == JsonTokenType.String:
                WriteBytes(ref reader, field);
                break;
            case OtlpJsonType.Older:
                throw OtlpLayout.Refuse(context, reader.TokenStartIndex);
            default:
                context.Report("a JSON value of another type than the field has", InputPosition.AtByte(reader.TokenStartIndex));
                reader.Skip();
                break;
        }
    }

    // The JSON form of protobuf writes 64-bit integers as text, and takes numbers, too.
    private static bool TryReadInteger(ref Utf8JsonReader reader, out ulong number)
    {
        number = reader.TokenType == JsonTokenType.True ? 1u : 0u;
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return true;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        ReadOnlySpan<byte> digits = reader.ValueSpan;
        if (Utf8Parser.TryParse(digits, out long signed, out int used) && used == digits.Length)
        {
            number = (ulong)signed;
            return true;
        }
        return Utf8Parser.TryParse(digits, out number, out used) && used == digits.Length;
    }

    private static bool TryReadDouble(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        return double.TryParse(Encoding.UTF8.GetString(reader.ValueSpan), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private void WriteText(ref Utf8JsonReader reader, int field)
    {
        if (!reader.ValueIsEscaped)
        {
            _output.WriteBytes(field, reader.ValueSpan);
            return;
        }
        byte[] text = new byte[reader.ValueSpan.Length];
        int length;
        try
        {
            length = reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            context.Report("a JSON text that is not valid", InputPosition.AtByte(reader.TokenStartIndex));
            length = 0;
        }
        _output.WriteBytes(field, text.AsSpan(0, length));
    }

    private void WriteBytes(ref Utf8JsonReader reader, OtlpJsonField field)
    {
        // Ids are hexadecimal in this protocol, unlike in other JSON of protobuf. Base64 of an id has padding, which tells the forms apart.
        byte[]? bytes = null;
        if (field.Type == OtlpJsonType.Hex && !reader.ValueIsEscaped && reader.ValueSpan.Length % 2 == 0)
        {
            string digits = Encoding.ASCII.GetString(reader.ValueSpan);
            if (digits.All(char.IsAsciiHexDigit)) bytes = Convert.FromHexString(digits);
        }
        if (bytes is null && reader.TryGetBytesFromBase64(out byte[]? decoded)) bytes = decoded;
        if (bytes is null) context.Report("a JSON text that is not valid", InputPosition.AtByte(reader.TokenStartIndex));
        _output.WriteBytes(field.Number, bytes);
    }
}
