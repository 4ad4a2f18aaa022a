using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace FlameScope.Parsing;

// Arrays of numbers, and arrays of such arrays. Most of the text of a CPU profile is one: a number there costs 2 to 3 ns, and 15 ns as a token of
// Utf8JsonReader. The reader is left after the "[" and resumed at the "]", or at an element that is neither a number nor null, with the state that it had
// after the "[".
internal abstract partial class JsonTokenParser
{
    /// <summary>Stands in <see cref="Numbers"/> for an element that is <c>null</c>, not a number, or not in the range of <see cref="long"/>.</summary>
    protected const long NoNumber = long.MinValue;

    private const int SliceLength = 512;
    private const int FastDigits = 18;
    private const int LongestPlain = 18;        // of a blank, a sign, and two runs of digits, and what is read with them
    private const int LongestTaken = 4096;
    private const int WordLength = 8;           // bytes that are read at once
    private const int WindowLength = 64;        // bytes in which commas are found at once
    private const int LargestPlainScale = 11;   // seven digits times that power of ten fit

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);
    private static readonly long[] Powers = MakePowers();

    private long[]? _numbers;
    private int _scale = -1;            // of the innermost array, if it is received in slices
    private bool _isNested;             // the array contains arrays of numbers
    private bool _isInner;              // one of which is read
    private bool _isTaken;              // each of which is offered as text first
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

    /// <summary>Returns the same for the elements of the arrays in an array.</summary>
    /// <param name="elementSlot">The slot of the outer array's elements. <see cref="StartArray"/> must return the slot of the numbers for it.</param>
    protected virtual int GetInnerScale(int elementSlot) => -1;

    /// <summary>Returns whether arrays in an array are offered to <see cref="TryTakeArray"/>.</summary>
    protected virtual bool CanTakeArrays(int elementSlot) => false;

    /// <summary>Receives the text of an array in an array, without its brackets. It is the whole array if it has digits, commas and blanks only.</summary>
    /// <returns><c>true</c> if the array was received, because an array with the same text was received before; <c>false</c> to receive its elements.</returns>
    protected virtual bool TryTakeArray(ReadOnlySpan<byte> text) => false;

    /// <summary>Receives the next elements of an array for which <see cref="GetScale"/> returned a scale.</summary>
    /// <param name="elementSlot">The slot of the array's elements.</param>
    /// <param name="values">One value per element; <see cref="NoNumber"/> if it has no value.</param>
    protected virtual void Numbers(int elementSlot, ReadOnlySpan<long> values)
    {
    }

    // Returns false if the elements of the array are read one by one.
    private bool TryStartNumbers(int elementSlot, JsonReaderState state)
    {
        int scale = GetScale(elementSlot);
        _isNested = scale < 0;
        if (_isNested) scale = GetInnerScale(elementSlot);
        if (scale < 0) return false;
        _numbers ??= new long[SliceLength];
        _scale = scale;
        _isInner = false;
        _isTaken = _isNested && CanTakeArrays(elementSlot);
        _arrayState = state;
        _isAtOther = false;
        _isAfterComma = false;
        _isAfterElement = false;
        return true;
    }

    // After an element that the reader has read.
    private void EndOther()
    {
        _isAtOther = false;
        _isAfterElement = true;
        if (!_isNested || _isInner) Numbers(_open[_depth - 1].Scope, [NoNumber]);
    }

    private int ReadNumbers(ReadOnlySpan<byte> block, out bool hasMore)
    {
        long[] numbers = _numbers!;
        int scale = _scale;
        long unit = Powers[scale];
        long maximum = long.MaxValue / unit;
        bool isAfterComma = _isAfterComma;
        bool isAfterElement = _isAfterElement;
        bool isOuter = _isNested && !_isInner;
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
                if (isOuter || !_isNested)
                {
                    hasMore = true;
                    break;
                }
                if (count > 0) SendNumbers(count, end);
                count = 0;
                CloseInner();
                isOuter = true;
                isAfterElement = true;
                isAfterComma = false;
                i++;
                continue;
            }
            if (isOuter)
            {
                if (first != '[')
                {
                    hasMore = true;
                    break;
                }
                _tokenOffset = _offset + i;
                int taken = _isTaken ? block.Slice(i + 1, Math.Min(LongestTaken, block.Length - i - 1)).IndexOf((byte)']') : -1;
                if (taken > 0 && TryTakeArray(block.Slice(i + 1, taken)))
                {
                    Count();
                    i += taken + 2;
                    isAfterElement = true;
                    isAfterComma = false;
                    continue;
                }
                OpenInner();
                isOuter = false;
                isAfterElement = false;
                isAfterComma = false;
                i++;
                continue;
            }

            int plain = ReadPlain(block, i, scale, numbers, ref count);
            if (plain > i)
            {
                i = end = plain;
                isAfterComma = true;
                isAfterElement = false;
                if (count < numbers.Length) continue;
                SendNumbers(count, end);
                count = 0;
                continue;
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
            int length = i - digits;
            long factor = unit;
            if (i < block.Length && block[i] == '.' && length > 0)
            {
                int point = i++;
                while (i < block.Length && (digit = (uint)block[i] - '0') <= 9)
                {
                    value = unchecked((value * 10) + digit);
                    i++;
                }
                int fraction = i - point - 1;
                length += fraction;
                // What is finer than the scale is rounded below.
                factor = fraction == 0 || fraction > scale ? 0 : Powers[scale - fraction];
            }
            if (i == block.Length) break;       // the rest of the number is not here
            bool isUsual = length > 0 && length <= FastDigits && factor > 0 && block[i] is not ((byte)'e' or (byte)'E')
                && (block[digits] != '0' || digits + 1 == i || block[digits + 1] == '.');
            if (isUsual && (factor == unit ? value <= maximum : value <= long.MaxValue / factor))
            {
                value *= factor;
                if (isNegative) value = -value;
            }
            else
            {
                if (!TryReadOther(block[end..], out int read, out value, out bool isOther))
                {
                    hasMore = isOther;
                    break;
                }
                i = end + read;
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
        if (hasMore) LeaveToReader(isOuter);
        return end;
    }

    // Reads numbers of a few digits, each of which is followed by a comma. Returns the index after the last comma.
    private static int ReadPlain(ReadOnlySpan<byte> block, int i, int scale, long[] numbers, ref int count)
    {
        if (scale > LargestPlainScale) return i;
        long unit = Powers[scale];
        i = ReadIntegers(block, i, unit, numbers, ref count);
        int row = count;
        while (row < numbers.Length && i + LongestPlain <= block.Length)
        {
            int at = i;
            if (block[at] == ' ') at++;
            long sign = block[at] == '-' ? -1 : 0;
            at -= (int)sign;
            ulong text = BinaryPrimitives.ReadUInt64LittleEndian(block[at..]);
            int digits = DigitRun.Count(text);
            if ((uint)(digits - 1) > 6 || ((byte)text == '0' && digits > 1)) break;
            long value = DigitRun.Parse(text, digits);
            long factor = unit;
            at += digits;
            if (block[at] == '.')
            {
                text = BinaryPrimitives.ReadUInt64LittleEndian(block[(at + 1)..]);
                digits = DigitRun.Count(text);
                if ((uint)(digits - 1) > 6 || digits > scale) break;
                value = (value * Powers[digits]) + DigitRun.Parse(text, digits);
                factor = Powers[scale - digits];
                at += digits + 1;
            }
            if (block[at] != ',') break;
            numbers[row++] = ((value * factor) ^ sign) - sign;
            i = at + 1;
        }
        count = row;
        return i;
    }

    // Reads integers of up to seven digits, each of which is followed by a comma. The commas are found many at a time: a number does not wait for the
    // length of the one before it. Returns the index after the last comma.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadIntegers(ReadOnlySpan<byte> block, int i, long unit, long[] numbers, ref int count)
    {
        int row = count;
        for (int at = i; at + WindowLength <= block.Length; at += WindowLength)
        {
            Vector256<byte> comma = Vector256.Create((byte)',');
            ulong commas = Vector256.Equals(Vector256.Create(block[at..]), comma).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(Vector256.Create(block[(at + Vector256<byte>.Count)..]), comma).ExtractMostSignificantBits() << Vector256<byte>.Count);
            for (; commas != 0; commas &= commas - 1)
            {
                int end = at + BitOperations.TrailingZeroCount(commas);
                if (block[i] == ' ') i++;
                long sign = block[i] == '-' ? -1 : 0;
                int digits = end - i + (int)sign;
                if ((uint)(digits - 1) > 6 || row == numbers.Length || !DigitRun.TryParseEnd(WordBefore(block, end), digits, out long value))
                {
                    count = row;
                    return i;
                }
                numbers[row++] = ((value * unit) ^ sign) - sign;
                i = end + 1;
            }
        }
        count = row;
        return i;
    }

    // The eight bytes before an index, or zeros and the bytes before it.
    private static ulong WordBefore(ReadOnlySpan<byte> block, int end) => end >= WordLength
        ? BinaryPrimitives.ReadUInt64LittleEndian(block[(end - WordLength)..])
        : BinaryPrimitives.ReadUInt64LittleEndian(block) << ((WordLength - end) << 3);

    private void LeaveToReader(bool isOuter)
    {
        _isAtOther = true;
        _state = _arrayState;
        if (_isInner)
        {
            var reader = new Utf8JsonReader("["u8, isFinalBlock: false, _arrayState);
            reader.Read();
            _state = reader.CurrentState;
        }
        // Values that are not inner arrays are received one by one.
        _slot = isOuter ? _open[_depth - 1].Scope : Skip;
    }

    private void OpenInner()
    {
        Count();
        int slot = StartArray(_open[_depth - 1].Scope);
        Push(slot, isArray: true);
        _isInner = true;
    }

    private void CloseInner()
    {
        _isInner = false;
        EndArray(Close());
    }

    private void SendNumbers(int count, int end)
    {
        ref Container array = ref _open[_depth - 1];
        array.Count += count;
        _tokenOffset = _offset + end;
        Numbers(array.Scope, _numbers.AsSpan(0, count));
    }

    // Reads a number with a fine fraction, an exponent or many digits, or null. False: more input is needed, or the element is for the reader.
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

    private static long[] MakePowers()
    {
        var powers = new long[FastDigits + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
