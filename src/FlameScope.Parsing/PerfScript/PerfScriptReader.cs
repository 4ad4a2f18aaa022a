using System.Diagnostics.CodeAnalysis;

namespace FlameScope.Parsing;

/// <summary>
/// Reads <c>perf script</c> text line by line, forward only, without allocating. The results are slices of the text.
/// </summary>
/// <remarks>
/// <para>This reader is for tools that need single lines. It parses every line. For a complete profile,
/// <see cref="PerfScript.Parse(ReadOnlySpan{byte}, ProfileReadOptions?)"/> is several times faster, because it parses repeated lines once.</para>
/// <para>The text is not decompressed. It may be passed in blocks: each block needs a new reader, which is created with the <see cref="State"/> of
/// the previous reader and a block that starts with the bytes that the previous reader did not consume, from <see cref="Consumed"/> on.</para>
/// <para>A sample ends at the first line of the next sample, or at a blank line once it has a frame: the payload of a tracepoint may contain blank
/// lines. Records, messages and unreadable lines do not end a sample.</para>
/// </remarks>
/// <example>
/// Counts the samples of a program:
/// <code>
/// int count = 0;
/// var reader = new PerfScriptReader(text);
/// while (reader.Read())
/// {
///     if (reader.Kind == PerfLineKind.Event &amp;&amp; reader.Event.Comm.SequenceEqual("java"u8)) count++;
/// }
/// </code>
/// </example>
public ref struct PerfScriptReader
{
    private readonly ReadOnlySpan<byte> _block;
    private readonly bool _isFinalBlock;
    private readonly long _bytesBefore;
    private int _next;
    private int _start;
    private long _linesRead;
    private bool _isInEvent;
    private bool _isFrameless;
    private bool _hasTabs;
    private bool _hasTimes;
    private PerfLayout _layout;
    private PerfEventLine _event;
    private PerfFrameLine _frame;

    /// <summary>Initializes a reader of a complete text.</summary>
    /// <param name="text">The text.</param>
    public PerfScriptReader(ReadOnlySpan<byte> text)
        : this(text, isFinalBlock: true, default)
    {
    }

    /// <summary>Initializes a reader of a block of a text.</summary>
    /// <param name="block">The block. It starts with the bytes that the previous reader did not consume.</param>
    /// <param name="isFinalBlock">Indicates whether the text ends with the block. Only then a line without a line end is read.</param>
    /// <param name="state">The state of the reader of the previous block; the default for the first block.</param>
    public PerfScriptReader(ReadOnlySpan<byte> block, bool isFinalBlock, PerfScriptReaderState state)
    {
        _block = block;
        _isFinalBlock = isFinalBlock;
        _bytesBefore = state.BytesRead;
        _linesRead = state.LinesRead;
        _isInEvent = state.IsInEvent;
        _isFrameless = state.IsFrameless;
        _hasTabs = state.HasTabs;
        _hasTimes = state.HasTimes;
        _layout = state.Layout;
        Kind = state.LastKind;
        if (_bytesBefore == 0 && block.StartsWith("\uFEFF"u8)) _next = _start = 3;
    }

    /// <summary>The kind of the line.</summary>
    public PerfLineKind Kind { get; private set; }

    /// <summary>The line, without its line end and trailing blanks.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The number of the line in the text, starting at 1.</summary>
    public readonly long LineNumber => _linesRead;

    /// <summary>The length of the line in bytes, with trailing blanks and a carriage return, without the line feed.</summary>
    internal readonly int LineLength => _next - _start - (_next > _start && _block[_next - 1] == '\n' ? 1 : 0);

    /// <summary>The offset of the line in the text, in bytes.</summary>
    public readonly long LineStart => _bytesBefore + _start;

    /// <summary>The fields of the last line that started a sample or a record.</summary>
    [UnscopedRef]
    public readonly ref readonly PerfEventLine Event => ref _event;

    /// <summary>The fields of the last frame line.</summary>
    [UnscopedRef]
    public readonly ref readonly PerfFrameLine Frame => ref _frame;

    /// <summary>The source location on the line, such as <c>file.c:12</c>; empty if perf did not find it.</summary>
    public readonly ReadOnlySpan<byte> Source => Kind == PerfLineKind.Source ? PerfSourceLine.GetSource(Line) : default;

    /// <summary>Indicates whether the frame on the previous line was inlined, which perf prints after its source location.</summary>
    public readonly bool IsSourceOfInlined => Kind == PerfLineKind.Source && PerfSourceLine.IsInlined(Line);

    /// <summary>The number of bytes of the block that have been consumed.</summary>
    public readonly int Consumed => _next;

    /// <summary>The state that the reader of the next block needs.</summary>
    public readonly PerfScriptReaderState State => new()
    {
        BytesRead = _bytesBefore + _next,
        LinesRead = _linesRead,
        IsInEvent = _isInEvent,
        LastKind = Kind,
        IsFrameless = _isFrameless,
        HasTabs = _hasTabs,
        HasTimes = _hasTimes,
        Layout = _layout,
    };

    /// <summary>Reads the next line.</summary>
    /// <returns><c>true</c> if a line was read; <c>false</c> at the end of the block.</returns>
    public bool Read()
    {
        if (!TryFindLine(_next, out int end, out int next)) return false;
        ReadOnlySpan<byte> line = PerfText.TrimEnd(_block[_next..end]);
        if (!TryClassify(line, next, out PerfLineKind kind)) return false;
        _start = _next;
        _next = next;
        _linesRead++;
        Line = line;
        Kind = kind;
        Follow();
        return true;
    }

    // Whether frames may follow.
    private void Follow()
    {
        switch (Kind)
        {
            case PerfLineKind.Event:
                _isInEvent = true;
                _isFrameless = !_event.TryGetFrame(out _);
                break;
            case PerfLineKind.Record when _event.Name.SequenceEqual(PerfEventLine.DeferredCallchain):
                _isInEvent = true;
                _isFrameless = false;
                break;
            case PerfLineKind.Frame:
                _isFrameless = false;
                _hasTabs = Line[0] == '\t';
                break;
            case PerfLineKind.Blank:
                _isInEvent &= _isFrameless;
                break;
        }
    }

    // Finds the end of the line that starts at a position, and the start of the next line.
    private readonly bool TryFindLine(int start, out int end, out int next)
    {
        int length = _block[start..].IndexOf((byte)'\n');
        end = length < 0 ? _block.Length : start + length;
        next = length < 0 ? end : end + 1;
        return length >= 0 || (_isFinalBlock && start < _block.Length);
    }

    /// <summary>Indicates whether the line has a line end, which the last line of a text may lack.</summary>
    internal readonly bool HasLineEnd => _next > _start && _block[_next - 1] == '\n';

    /// <summary>The line, with its line end.</summary>
    internal readonly ReadOnlySpan<byte> LineWithEnd => _block[_start.._next];

    /// <summary>Continues after a blank line, for callers that recognize complete samples.</summary>
    /// <param name="length">The number of bytes up to the end of the blank line.</param>
    /// <param name="lineCount">The number of lines, including the blank one.</param>
    /// <param name="hasFrames">Indicates whether the sample has a frame.</param>
    internal void SkipSample(int length, int lineCount, bool hasFrames)
    {
        _next += length;
        _start = _next - 1;
        _linesRead += lineCount;
        Line = default;
        Kind = PerfLineKind.Blank;
        _isInEvent = _isFrameless = !hasFrames;
        _hasTabs = true;
    }

    // Finds the kind of a line. False if the next line decides and has not been read yet.
    private bool TryClassify(ReadOnlySpan<byte> line, int next, out PerfLineKind kind)
    {
        kind = PerfLineKind.Blank;
        if (line.IsEmpty) return true;
        bool isIndented = PerfText.IsBlank(line[0]);
        if (line[0] == '\t' && TryFrame(line, out kind)) return true;
        bool hasIds = _layout.HasIds;
        if (IsHeader(line) && !PerfEventParser.IsSampleOfHash(line))
        {
            kind = PerfLineKind.Header;
            return true;
        }
        if (TryEvent(PerfEventParser.TryParseTimed(line, hasIds, out PerfEventLine result), result, out kind)) return true;
        // Without call chains, perf aligns the name of the thread to the right, so a line that starts with blanks may be a sample.
        if (TryEvent(PerfEventParser.TryParseTimedWithoutIds(line, out result), result, out kind)) return true;
        if (!hasIds && TryEvent(PerfEventParser.TryParseTimed(line, out result), result, out kind)) return true;
        if (PerfRawDump.IsDump(line))
        {
            kind = PerfLineKind.RawDump;
            return true;
        }
        if (TryEvent(PerfEventParser.TryParseRecordAlone(line, out result), result, out kind)) return true;
        bool isMessage = PerfMessages.IsMessage(line);
        if (!isMessage && TryEvent(PerfEventParser.TryParseTimeOfDay(line, hasIds, out result), result, out kind)) return true;
        bool mayBeUntimed = !_hasTimes && !isMessage;
        bool isDetail = PerfDetailLine.IsDetail(line);
        if (mayBeUntimed && !isDetail && TryEvent(PerfEventParser.TryParseUntimed(line, hasIds, out result), result, out kind)) return true;
        if (isIndented && _isInEvent && (TryFrame(line, out kind) || TryBelonging(line, isDetail, out kind))) return true;
        if (mayBeUntimed && PerfEventParser.TryParseBare(line, hasIds, out result))
        {
            if (!TryFindLine(next, out int end, out _) && !_isFinalBlock) return false;
            if (TryEvent(StartsLikeFrame(_block[next..end]), result, out kind)) return true;
        }
        kind = isMessage ? PerfLineKind.Message : PerfLineKind.Unreadable;
        if (kind == PerfLineKind.Message || TryFrame(line, out kind) || TryBelonging(line, isDetail, out kind)) return true;
        if (_isInEvent && PerfFrameLine.TryParseWithoutAddress(line, out _frame)) kind = PerfLineKind.Frame;
        else kind = PerfLineKind.Unreadable;
        return true;
    }

    private bool TryEvent(bool isEvent, PerfEventLine result, out PerfLineKind kind)
    {
        kind = result.IsRecord ? PerfLineKind.Record : PerfLineKind.Event;
        if (!isEvent) return false;
        _event = result;
        if (kind != PerfLineKind.Event) return true;
        _hasTimes |= result.Time is not null || result.IsTimeOutOfRange;
        _layout = _layout.After(result);
        return true;
    }

    // A line without indentation is a frame only within a sample and only with a symbol and a module.
    private bool TryFrame(ReadOnlySpan<byte> line, out PerfLineKind kind)
    {
        kind = _isInEvent ? PerfLineKind.Frame : PerfLineKind.StrayFrame;
        if (!PerfFrameLine.TryParse(line, out PerfFrameLine frame)) return false;
        if (!PerfText.IsBlank(line[0]) && (!_isInEvent || frame.Module.IsEmpty || frame.Symbol.IsEmpty)) return false;
        // After the frames of a call chain, which start with a tab, blanks and a number are the physical address.
        bool isMemory = line[0] == ' ' && Kind == PerfLineKind.Frame && _hasTabs && PerfTail.IsMemoryFields(line);
        if (isMemory || PerfDetailLine.IsInstruction(line))
        {
            kind = PerfLineKind.Detail;
            return true;
        }
        _frame = frame;
        return true;
    }

    // Recognizes lines that belong to the previous line. A source line follows a frame.
    private readonly bool TryBelonging(ReadOnlySpan<byte> line, bool isDetail, out PerfLineKind kind)
    {
        kind = isDetail ? PerfLineKind.Detail : PerfLineKind.Source;
        bool isAfterFrame = Kind == PerfLineKind.Frame || (Kind == PerfLineKind.Event && !_isFrameless);
        return isDetail || (isAfterFrame && PerfSourceLine.IsSource(line));
    }

    private static bool IsHeader(ReadOnlySpan<byte> line) => line[0] == '#' && (line.Length == 1 || PerfText.IsBlank(line[1]) || line[1] == '#');

    private static bool StartsLikeFrame(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[0] == '\t' && PerfFrameLine.TryParse(line, out _);
}
