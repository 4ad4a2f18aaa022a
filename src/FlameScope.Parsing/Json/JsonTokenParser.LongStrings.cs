using System.Text.Json;

namespace FlameScope.Parsing;

// Strings that are skipped can be longer than the maximum, such as the text of scripts in a trace of a browser. They are consumed as they come, and the
// reader receives an empty string in their place.
internal abstract partial class JsonTokenParser
{
    private const int LongestPrefix = 64;

    private readonly byte[] _replacement = new byte[LongestPrefix + 3];   // what precedes the string, "" and a colon
    private int _replacementLength;
    private bool _isInLongString;
    private bool _isEscaped;        // the last byte was a backslash
    private bool _isAtColon;        // the string was the name of a member, whose colon comes next

    // The rest starts with a token that is longer than the maximum. Returns false if it is not a string that is skipped.
    private bool TryStartLongString(ReadOnlySpan<byte> rest, out int read)
    {
        read = rest[..Math.Min(rest.Length, LongestPrefix)].IndexOfAnyExcept(" \t\r\n,"u8);
        if (read < 0 || rest[read] != '"') return false;
        bool isSkipped = _skipDepth >= 0 || _isAtOther;
        // The value of a member that is skipped. In other places, a member may come.
        if (!isSkipped) isSkipped = _slot == Skip && new Utf8JsonReader(ReadOnlySpan<byte>.Empty, isFinalBlock: false, _state).TokenType == JsonTokenType.PropertyName;
        if (!isSkipped) return false;
        rest[..read].CopyTo(_replacement);
        "\"\""u8.CopyTo(_replacement.AsSpan(read));
        _replacementLength = read + 2;
        _isInLongString = true;
        _isEscaped = false;
        _isAtColon = false;
        read++;
        return true;
    }

    private int SkipLongString(ReadOnlySpan<byte> block, out bool hasMore)
    {
        int i = 0;
        hasMore = false;
        while (!_isAtColon)
        {
            if (i >= block.Length) return block.Length;
            if (_isEscaped)
            {
                _isEscaped = false;
                i++;
                continue;
            }
            int next = block[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return block.Length;
            i += next + 1;
            _isEscaped = block[i - 1] == '\\';
            if (_isEscaped) continue;

            // The reader takes a value at once, and a name when it sees the colon.
            int read = ReadTokens(_replacement.AsSpan(0, _replacementLength), out _);
            if (read == _replacementLength)
            {
                _isInLongString = false;
                hasMore = true;
                return i;
            }
            _isAtColon = true;
        }

        int blanks = block[i..].IndexOfAnyExcept(" \t\r\n"u8);
        if (blanks < 0) return block.Length;
        i += blanks;
        if (block[i] != ':') throw NotJson(i, "A colon is expected.");
        _replacement[_replacementLength] = (byte)':';
        ReadTokens(_replacement.AsSpan(0, _replacementLength + 1), out _);
        _isInLongString = false;
        hasMore = true;
        return i + 1;
    }
}
