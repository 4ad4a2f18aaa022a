using System.Text.Json;

namespace FlameScope.Parsing;

// Arrays of small objects of one form, such as the events of a recording. A token of Utf8JsonReader costs 15 ns, and an object has eight: the derived class
// reads its text at once in a fraction of that. The reader is left after the "[" and resumed at the "]", or at an element that was not taken, with the
// state that it had after the "[".
internal abstract partial class JsonTokenParser
{
    private JsonReaderState _recordState;
    private int _recordDepth = -1;      // the depth within the array; -1 if there is none
    private bool _isAtRecord;           // the next element is offered as text; otherwise the reader reads one
    private bool _isAfterRecord;
    private bool _isAfterRecordComma;

    /// <summary>Returns whether objects in an array are offered to <see cref="TryTakeObject"/>.</summary>
    /// <param name="elementSlot">The slot of the array's elements.</param>
    protected virtual bool CanTakeObjects(int elementSlot) => false;

    /// <summary>
    /// Receives the text from an object in an array on. It may end before the object does, and may be no valid JSON: what is not plainly an object of the
    /// usual form is refused, and read token by token.
    /// </summary>
    /// <param name="text">The text. It starts after the opening brace.</param>
    /// <param name="read">Receives the number of bytes of the object, with the closing brace.</param>
    /// <returns><c>true</c> if the object was received as its tokens would be.</returns>
    protected virtual bool TryTakeObject(ReadOnlySpan<byte> text, out int read)
    {
        read = 0;
        return false;
    }

    // Returns false if the elements of the array are read token by token.
    private bool TryStartRecords(int elementSlot, JsonReaderState state)
    {
        if (_recordDepth >= 0 || !CanTakeObjects(elementSlot)) return false;
        _recordDepth = _depth;
        _recordState = state;
        _isAtRecord = true;
        _isAfterRecord = false;
        _isAfterRecordComma = false;
        return true;
    }

    // After a value that the reader has read. Returns false if it was an element, after which the reader is left.
    private bool EndRecord()
    {
        if (_depth < _recordDepth) _recordDepth = -1;
        if (_depth != _recordDepth) return true;
        _isAtRecord = true;
        _isAfterRecord = true;
        _isAfterRecordComma = false;
        return false;
    }

    private int ReadRecords(ReadOnlySpan<byte> block, out bool hasMore)
    {
        bool isAfterRecord = _isAfterRecord;
        bool isAfterComma = _isAfterRecordComma;
        int i = 0;
        while (true)
        {
            while (i < block.Length && block[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') i++;
            if (i == block.Length) break;
            byte first = block[i];
            if (isAfterRecord)
            {
                if (first == ',')
                {
                    i++;
                    isAfterRecord = false;
                    isAfterComma = true;
                    continue;
                }
                if (first != ']') throw NotJson(i, "A comma or the end of the array is expected.");
            }
            else if (first == '{' && TryTakeObject(block[(i + 1)..], out int read))
            {
                _open[_depth - 1].Count++;
                i += read + 1;
                isAfterRecord = true;
                isAfterComma = false;
                continue;
            }
            if (first == ']' && isAfterComma && !_allowTrailingCommas) throw NotJson(i, "A comma precedes the end of an array.");
            _state = _recordState;
            _slot = _open[_depth - 1].Scope;
            _isAtRecord = false;
            break;
        }
        _isAfterRecord = isAfterRecord;
        _isAfterRecordComma = isAfterComma;
        hasMore = !_isAtRecord;
        return i;
    }
}
