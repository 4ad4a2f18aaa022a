using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlameScope.Parsing;

/// <summary>
/// Reads a JSON document that is pushed block by block, and calls a method of the derived class for each token. It neither recurses nor builds a tree,
/// and it allocates nothing per token. Blocks may have any length.
/// </summary>
/// <remarks>
/// Each value has a slot: a number, chosen by the derived class, that says what the value is. <see cref="Member"/> returns the slot of a member's value,
/// and <see cref="StartArray"/> the slot of all elements of an array. <see cref="Skip"/> as a slot or as a scope skips the value. An array of numbers can
/// be received in slices instead of element by element: <see cref="GetScale"/>. Objects in an array can be received as text: <see cref="TryTakeObject"/>.
/// </remarks>
internal abstract partial class JsonTokenParser
{
    /// <summary>The slot and the scope of what is skipped.</summary>
    protected const int Skip = 0;

    /// <summary>The slot of the document's value.</summary>
    protected const int Root = 1;

    private const int LongestNameInPath = 100;
    private const int OuterLevelsInPath = 24;
    private const int InnerLevelsInPath = 8;

    private readonly int _maximumDepth;
    private readonly bool _allowTrailingCommas;
    private JsonReaderState _state;
    private Container[] _open = new Container[16];
    private int _depth;
    private byte[] _names = new byte[256];  // the names that lead to the current value, one after the other
    private int _namesLength;
    private byte[] _text = new byte[256];
    private int _slot = Root;               // of the next value
    private int _skipDepth = -1;            // the depth of the container that is skipped
    private long _offset;                   // of the first byte that is not consumed
    private long _tokenOffset;
    private bool _hasStarted;
    private bool _hasTrailing;

    protected JsonTokenParser(int maximumDepth = 1000, bool allowTrailingCommas = false)
    {
        _maximumDepth = maximumDepth;
        _allowTrailingCommas = allowTrailingCommas;
        _state = new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue, AllowTrailingCommas = allowTrailingCommas });
    }

    /// <summary>Indicates whether the document's value is complete.</summary>
    protected bool IsDone { get; private set; }

    /// <summary>Indicates whether the input ended before the document's value was complete.</summary>
    protected bool IsCut { get; private set; }

    /// <summary>The offset of the current token in the input, in bytes.</summary>
    protected long TokenOffset => _tokenOffset;

    /// <summary>The maximum length of a string or a number in bytes.</summary>
    protected abstract int MaximumTextLength { get; }

    /// <summary>Parses a block.</summary>
    /// <param name="block">The block. It starts with the bytes that the previous call did not consume.</param>
    /// <param name="isFinal">Indicates whether the input ends with the block.</param>
    /// <returns>The number of bytes consumed. The rest is passed again, followed by more.</returns>
    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int consumed = 0;
        if (!_hasStarted)
        {
            ReadOnlySpan<byte> mark = "\uFEFF"u8;
            if (block.Length < mark.Length && !isFinal && mark.StartsWith(block)) return 0;
            if (block.StartsWith(mark)) consumed = mark.Length;
            _hasStarted = true;
            _offset = consumed;
        }

        bool hasMore = true;
        while (hasMore && !IsDone)
        {
            ReadOnlySpan<byte> rest = block[consumed..];
            int read = _isInLongString ? SkipLongString(rest, out hasMore)
                : _scale >= 0 && !_isAtOther ? ReadNumbers(rest, out hasMore)
                : _isAtRecord ? ReadRecords(rest, out hasMore)
                : ReadTokens(rest, out hasMore);
            consumed += read;
            _offset += read;
            if (hasMore || isFinal || block.Length - consumed <= MaximumTextLength) continue;
            hasMore = TryStartLongString(block[consumed..], out read);
            if (!hasMore)
            {
                _tokenOffset = _offset;
                throw TooLong(block.Length - consumed);
            }
            consumed += read;
            _offset += read;
        }

        int left = block.Length - consumed;
        if (IsDone)
        {
            CheckTrailing(block[consumed..]);
            _offset += left;
            return block.Length;
        }
        if (isFinal)
        {
            IsCut = true;
            _tokenOffset = _offset;
            return block.Length;
        }
        return consumed;
    }

    /// <summary>Returns the path of the current value, such as <c>$.nodes[3].callFrame.url</c>.</summary>
    protected string GetPath()
    {
        var path = new StringBuilder("$");
        for (int level = 0; level < _depth; level++)
        {
            if (level == OuterLevelsInPath && _depth > OuterLevelsInPath + InnerLevelsInPath)
            {
                path.Append('…');
                level = _depth - InnerLevelsInPath;
            }
            ref Container container = ref _open[level];
            int end = level + 1 < _depth ? _open[level + 1].NameStart : _namesLength;
            if (container.IsArray)
            {
                if (container.Count > 0) path.Append(CultureInfo.InvariantCulture, $"[{container.Count - 1}]");
            }
            else if (end > container.NameStart)
            {
                path.Append('.').Append(Encoding.UTF8.GetString(_names, container.NameStart, end - container.NameStart));
            }
        }
        return path.ToString();
    }

    /// <summary>Receives the start of an object.</summary>
    /// <returns>The scope of its members; <see cref="Skip"/> to skip the object.</returns>
    protected virtual int StartObject(int slot) => Skip;

    /// <summary>Receives the start of an array.</summary>
    /// <returns>The slot of its elements; <see cref="Skip"/> to skip the array.</returns>
    protected virtual int StartArray(int slot) => Skip;

    /// <summary>Receives the name of a member of an object.</summary>
    /// <returns>The slot of its value; <see cref="Skip"/> to skip it.</returns>
    protected abstract int Member(int scope, ReadOnlySpan<byte> name);

    /// <summary>Receives the end of an object that was not skipped.</summary>
    protected virtual void EndObject(int scope)
    {
    }

    /// <summary>Receives the end of an array that was not skipped.</summary>
    protected virtual void EndArray(int elementSlot)
    {
    }

    /// <summary>Receives a string, without quotes and escapes. The bytes are valid during the call only. They need not be valid UTF-8.</summary>
    protected virtual void String(int slot, ReadOnlySpan<byte> utf8)
    {
    }

    /// <summary>Receives the text of a number.</summary>
    protected virtual void Number(int slot, ReadOnlySpan<byte> text)
    {
    }

    /// <summary>Receives <c>null</c>, <c>true</c> or <c>false</c>.</summary>
    protected virtual void Literal(int slot, JsonTokenType kind)
    {
    }

    /// <summary>Receives the first bytes that follow the document's value and are not blank.</summary>
    protected virtual void Trailing()
    {
    }

    /// <summary>Returns the exception for text that is not JSON. The position is that of the current token.</summary>
    protected abstract ProfileFormatException Malformed(string problem);

    /// <summary>Returns the exception for a token that is longer than <see cref="MaximumTextLength"/>.</summary>
    protected abstract ProfileFormatException TooLong(int length);

    /// <summary>Returns the exception for values that are nested more deeply than the maximum.</summary>
    protected abstract ProfileFormatException TooDeep(int maximumDepth);

    private int ReadTokens(ReadOnlySpan<byte> block, out bool hasMore)
    {
        var reader = new Utf8JsonReader(block, isFinalBlock: false, _state);
        hasMore = false;
        try
        {
            bool isRunning = true;
            while (isRunning && reader.Read()) isRunning = _skipDepth >= 0 ? SkipToken(ref reader) : ReadToken(ref reader);
            hasMore = !isRunning;
        }
        catch (JsonException e)
        {
            _tokenOffset = _offset + reader.BytesConsumed;
            int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw Malformed("the text is not valid JSON: " + (end > 0 ? e.Message[..end] : e.Message));
        }
        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    // Returns false where the reader must be left.
    private bool ReadToken(ref Utf8JsonReader reader)
    {
        _tokenOffset = _offset + reader.TokenStartIndex;
        JsonTokenType kind = reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.PropertyName:
                ReadOnlySpan<byte> name = GetText(ref reader);
                ref Container parent = ref _open[_depth - 1];
                PushName(ref parent, name);
                _slot = Member(parent.Scope, name);
                return true;
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                Count();
                if (reader.CurrentDepth >= _maximumDepth) throw TooDeep(_maximumDepth);
                return Open(ref reader, kind == JsonTokenType.StartArray);
            case JsonTokenType.EndObject:
                EndObject(Close());
                return EndContainer();
            case JsonTokenType.EndArray:
                _scale = -1;
                EndArray(Close());
                return EndContainer();
            default:
                Count();
                return ReadScalar(ref reader, kind);
        }
    }

    private bool ReadScalar(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (_slot != Skip)
        {
            if (kind == JsonTokenType.Number) Number(_slot, reader.ValueSpan);
            else if (kind == JsonTokenType.String) String(_slot, GetText(ref reader));
            else Literal(_slot, kind);
        }
        return EndValue();
    }

    // Returns false where the reader must be left.
    private bool Open(ref Utf8JsonReader reader, bool isArray)
    {
        int scope = _slot == Skip ? Skip : isArray ? StartArray(_slot) : StartObject(_slot);
        if (scope == Skip)
        {
            _skipDepth = reader.CurrentDepth;
            return true;
        }
        Push(scope, isArray);
        _slot = isArray ? scope : Skip;
        if (!isArray) return true;
        JsonReaderState state = reader.CurrentState;
        return !TryStartNumbers(scope, state) && !TryStartRecords(scope, state);
    }

    private void Push(int scope, bool isArray)
    {
        if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
        _open[_depth++] = new Container { Scope = scope, IsArray = isArray, NameStart = _namesLength };
    }

    private int Close()
    {
        Container closed = _open[--_depth];
        _namesLength = closed.NameStart;
        IsDone = _depth == 0;
        _slot = _depth > 0 && _open[_depth - 1].IsArray ? _open[_depth - 1].Scope : Skip;
        return closed.Scope;
    }

    private bool SkipToken(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= _maximumDepth:
                _tokenOffset = _offset + reader.TokenStartIndex;
                throw TooDeep(_maximumDepth);
            case JsonTokenType.EndObject or JsonTokenType.EndArray when reader.CurrentDepth == _skipDepth:
                _skipDepth = -1;
                return EndValue();
            default:
                return true;
        }
    }

    // After a value that is not a container of its own. Returns false where the reader must be left.
    private bool EndValue()
    {
        if (_depth == 0) IsDone = true;
        if (_scale >= 0) EndOther();
        return !IsDone && _scale < 0 && (_recordDepth < 0 || EndRecord());
    }

    private bool EndContainer() => !IsDone && (_recordDepth < 0 || EndRecord());

    private void Count()
    {
        if (_depth > 0) _open[_depth - 1].Count++;
    }

    private ReadOnlySpan<byte> GetText(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (text.Length > MaximumTextLength) throw TooLong(text.Length);
        if (!reader.ValueIsEscaped) return text;
        if (_text.Length < text.Length) _text = new byte[Math.Max(_text.Length * 2, text.Length)];
        return _text.AsSpan(0, JsonText.Unescape(text, _text));
    }

    private void PushName(ref Container container, ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestNameInPath) name = name[..LongestNameInPath];
        _namesLength = container.NameStart + name.Length;
        if (_namesLength > _names.Length) Array.Resize(ref _names, _namesLength * 2);
        name.CopyTo(_names.AsSpan(container.NameStart));
    }

    private void CheckTrailing(ReadOnlySpan<byte> rest)
    {
        int start = rest.IndexOfAnyExcept(" \t\r\n\0"u8);
        if (start < 0 || _hasTrailing) return;
        _hasTrailing = true;
        _tokenOffset = _offset + start;
        Trailing();
    }

    private struct Container
    {
        public int Scope;
        public bool IsArray;
        public int NameStart;
        public long Count;      // of the elements or members so far
    }
}
