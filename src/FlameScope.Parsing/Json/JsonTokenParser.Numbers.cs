using System.Buffers;
using System.Text.Json;

namespace FlameScope.Parsing;

// Arrays of numbers. Most of the text of a CPU profile is one: a number there costs 2 to 3 ns, and 15 ns as a token of Utf8JsonReader. The reader is left
// after the "[" and resumed at the "]", or at an element that is neither a number nor null, with the state that it had after the "[".
internal abstract partial class JsonTokenParser
{
    /// <summary>Stands in <see cref="Numbers"/> for an element that is <c>null</c>, not a number, or not in the range of <see cref="long"/>.</summary>
    protected const long NoNumber = long.MinValue;

    private const int SliceLength = 512;
    private const int FastDigits = 18;

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    private long[]? _numbers;
    private int _scale = -1;            // of the innermost array, if it is received in slices
    private long _unit = 1;             // 10^scale
    private JsonReaderState _arrayState;
    private bool _isAtOther;            // the reader reads one element, or the end of the array
    private bool _isAfterComma;
    private bool _isAfterElement;

    /// <summary>Returns whether, and with which power of ten, the elements of an array are received as integers.</summary>
    /// <param name="elementSlot">The slot of the array's elements.</param>
    /// <returns>
    /// A power of ten from 0 to 18: <see cref="Numbers"/> receives each element times <c>10^scale</c>, rounded half to even. -1: elements are received one
    /// by one.
    /// </returns>
    protected virtual int GetScale(int elementSlot) => -1;

    /// <summary>Receives the next elements of an array for which <see cref="GetScale"/> returned a scale.</summary>
    /// <param name="elementSlot">The slot of the array's elements.</param>
    /// <param name="values">One value per element; <see cref="NoNumber"/> if it has no value.</param>
    protected virtual void Numbers(int elementSlot, ReadOnlySpan<long> values)
    {
    }

    private void StartNumbers(int scale, JsonReaderState state)
    {
        _numbers ??= new long[SliceLength];
        _scale = scale;
        _unit = 1;
        for (int i = 0; i < scale; i++) _unit *= 10;
        _arrayState = state;
        _isAtOther = false;
        _isAfterComma = false;
        _isAfterElement = false;
    }

    // After an element that the reader has read.
    private void EndOther()
    {
        _isAtOther = false;
        _isAfterElement = true;
        Numbers(_open[_depth - 1].Scope, [NoNumber]);
    }

    private int ReadNumbers(ReadOnlySpan<byte> block, out bool hasMore)
    {
        long[] numbers = _numbers!;
        long unit = _unit;
        long maximum = long.MaxValue / unit;
        bool isAfterComma = _isAfterComma;
        bool isAfterElement = _isAfterElement;
        int count = 0;
        int i = 0;
        int end;            // of what is consumed
        hasMore = false;
        while (true)
        {
            while (i < block.Length && block[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') i++;
            end = i;
            if (i == block.Length) break;
            byte first = block[i];
            if (isAfterElement)
            {
                if (first == ',')
                {
                    i++;
                    isAfterElement = false;
                    isAfterComma = true;
                    continue;
                }
                if (first != ']') throw NotJson(i, "A comma or the end of the array is expected.");
            }
            if (first == ']')
            {
                if (isAfterComma && !isAfterElement && !_allowTrailingCommas) throw NotJson(i, "A comma precedes the end of an array.");
                hasMore = true;
                break;
            }

            bool isNegative = first == '-';
            if (isNegative) i++;
            int digits = i;
            long value = 0;
            uint digit = 0;
            while (i < block.Length && (digit = (uint)block[i] - '0') <= 9)
            {
                value = unchecked((value * 10) + digit);
                i++;
            }
            if (i == block.Length) break;       // the rest of the number is not here
            int length = i - digits;
            byte next = block[i];
            if (length == 0 || length > FastDigits || value > maximum || next is (byte)'.' or (byte)'e' or (byte)'E' || (block[digits] == '0' && length > 1))
            {
                if (!TryReadOther(block[end..], out int read, out value, out bool isOther))
                {
                    if (isOther) hasMore = true;
                    break;
                }
                i = end + read;
            }
            else
            {
                value *= unit;
                if (isNegative) value = -value;
            }

            numbers[count++] = value;
            if (count == numbers.Length)
            {
                SendNumbers(count, end);
                count = 0;
            }
            // Most elements are followed by a comma at once.
            isAfterComma = block.Length > i && block[i] == ',';
            isAfterElement = !isAfterComma;
            if (isAfterComma) i++;
        }
        if (count > 0) SendNumbers(count, end);
        _isAfterComma = isAfterComma;
        _isAfterElement = isAfterElement;
        if (hasMore)
        {
            _isAtOther = true;
            _state = _arrayState;
            _slot = Skip;
        }
        return end;
    }

    private void SendNumbers(int count, int end)
    {
        ref Container array = ref _open[_depth - 1];
        array.Count += count;
        _tokenOffset = _offset + end;
        Numbers(array.Scope, _numbers.AsSpan(0, count));
    }

    // Reads a number with a fraction, an exponent or many digits, or null. False: more input is needed, or the element is for the reader.
    private bool TryReadOther(ReadOnlySpan<byte> text, out int read, out long value, out bool isOther)
    {
        isOther = false;
        value = NoNumber;
        read = text.IndexOfAnyExcept(NumberBytes);
        if (read < 0) return false;
        if (read > 0)
        {
            bool hasLeadingZero = text[0] == '-' ? read > 2 && text[1] == '0' && char.IsAsciiDigit((char)text[2])
                : read > 1 && text[0] == '0' && char.IsAsciiDigit((char)text[1]);
            isOther = hasLeadingZero || !DecimalNumber.TryScale(text[..read], _scale, out value);
            return !isOther;
        }
        if (text[0] == 'n')
        {
            read = 4;
            if (text.Length < read && "null"u8.StartsWith(text)) return false;
            if (text.StartsWith("null"u8)) return true;
        }
        isOther = true;
        return false;
    }

    private ProfileFormatException NotJson(int index, string problem)
    {
        _tokenOffset = _offset + index;
        return Malformed("the text is not valid JSON: " + problem);
    }
}
