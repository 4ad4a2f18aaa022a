using System.Diagnostics.CodeAnalysis;

namespace FlameScope.Parsing;

/// <summary>
/// Reads <c>perf script</c> text line by line, forward only, without allocating. What it yields points into the text.
/// </summary>
/// <remarks>
/// <para>The line is the unit of resumption: text that comes in blocks is read by a new reader a block, made with the
/// <see cref="State"/> of the one before and a block that starts with the bytes that one left, from <see cref="Consumed"/> on.</para>
/// <para>A sample ends at a blank line or where the next one begins. Records, messages and unreadable lines end nothing.</para>
/// </remarks>
/// <example>
/// <code>
/// var reader = new PerfScriptReader(text);
/// while (reader.Read())
/// {
///     if (reader.Kind == PerfLineKind.Frame) Count(reader.Frame.Symbol);
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
    private bool _hasTimes;
    private PerfEventLine _event;
    private PerfFrameLine _frame;

    /// <summary>A reader over a whole text.</summary>
    /// <param name="text">The text.</param>
    public PerfScriptReader(ReadOnlySpan<byte> text)
        : this(text, isFinalBlock: true, default)
    {
    }

    /// <summary>A reader over a block of a text.</summary>
    /// <param name="block">The block; it starts where the one before left off.</param>
    /// <param name="isFinalBlock">Whether the text ends with the block. A line without a line end is read only then.</param>
    /// <param name="state">The state of the reader of the block before; the default for the first block.</param>
    public PerfScriptReader(ReadOnlySpan<byte> block, bool isFinalBlock, PerfScriptReaderState state)
    {
        _block = block;
        _isFinalBlock = isFinalBlock;
        _bytesBefore = state.BytesRead;
        _linesRead = state.LinesRead;
        _isInEvent = state.IsInEvent;
        _hasTimes = state.HasTimes;
        Kind = state.LastKind;
        if (_bytesBefore == 0 && block.StartsWith("\uFEFF"u8)) _next = _start = 3;
    }

    /// <summary>What the line is.</summary>
    public PerfLineKind Kind { get; private set; }

    /// <summary>The line, without its end and the blanks before that.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The line's number in the text, from 1.</summary>
    public readonly long LineNumber => _linesRead;

    /// <summary>The length of the line with the blanks behind it, in bytes; that of its end is in it but for a bare line feed.</summary>
    internal readonly int LineLength => _next - _start - (_next > _start && _block[_next - 1] == '\n' ? 1 : 0);

    /// <summary>Where the line starts in the text, in bytes.</summary>
    public readonly long LineStart => _bytesBefore + _start;

    /// <summary>The fields of the line that starts a sample or a record.</summary>
    [UnscopedRef]
    public readonly ref readonly PerfEventLine Event => ref _event;

    /// <summary>The fields of the frame.</summary>
    [UnscopedRef]
    public readonly ref readonly PerfFrameLine Frame => ref _frame;

    /// <summary>The place in the source that the line names, such as <c>file.c:12</c>; empty where perf did not find it.</summary>
    public readonly ReadOnlySpan<byte> Source => Kind == PerfLineKind.Source ? PerfSourceLine.GetSource(Line) : default;

    /// <summary>Whether the line says that the frame on the line before was inlined, which perf prints behind its source.</summary>
    public readonly bool IsSourceOfInlined => Kind == PerfLineKind.Source && PerfSourceLine.IsInlined(Line);

    /// <summary>The number of bytes of the block that have been read.</summary>
    public readonly int Consumed => _next;

    /// <summary>What the reader of the next block has to know.</summary>
    public readonly PerfScriptReaderState State => new()
    {
        BytesRead = _bytesBefore + _next,
        LinesRead = _linesRead,
        IsInEvent = _isInEvent,
        LastKind = Kind,
        HasTimes = _hasTimes,
    };

    /// <summary>Reads the next line.</summary>
    /// <returns>Whether there was one; <c>false</c> at the end of the block, which for the final block is the end of the text.</returns>
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
        if (kind == PerfLineKind.Event) _isInEvent = true;
        else if (kind == PerfLineKind.Blank) _isInEvent = false;
        return true;
    }

    // The line that starts at a position: its end, and where the next one starts.
    private readonly bool TryFindLine(int start, out int end, out int next)
    {
        int length = _block[start..].IndexOf((byte)'\n');
        end = length < 0 ? _block.Length : start + length;
        next = length < 0 ? end : end + 1;
        return length >= 0 || (_isFinalBlock && start < _block.Length);
    }

    /// <summary>Whether a line has been read that has an end; the last of a text may have none.</summary>
    internal readonly bool HasLineEnd => _next > _start && _block[_next - 1] == '\n';

    /// <summary>The line that was read last, with its end.</summary>
    internal readonly ReadOnlySpan<byte> LineWithEnd => _block[_start.._next];

    /// <summary>Goes on behind a blank line, for callers that know samples by their text.</summary>
    /// <param name="length">The number of bytes up to there.</param>
    /// <param name="lineCount">The number of lines, the blank one included.</param>
    internal void SkipSample(int length, int lineCount)
    {
        _next += length;
        _start = _next - 1;
        _linesRead += lineCount;
        Line = default;
        Kind = PerfLineKind.Blank;
        _isInEvent = false;
    }

    // What a line is. False when the next line decides and is not there yet.
    private bool TryClassify(ReadOnlySpan<byte> line, int next, out PerfLineKind kind)
    {
        kind = PerfLineKind.Blank;
        if (line.IsEmpty) return true;
        bool isIndented = PerfText.IsBlank(line[0]);
        if (line[0] == '\t' && TryFrame(line, out kind)) return true;
        if (IsHeader(line) && !PerfEventParser.IsSampleOfHash(line))
        {
            kind = PerfLineKind.Header;
            return true;
        }
        if (TryEvent(PerfEventParser.TryParseTimed(line, out PerfEventLine result), result, out kind)) return true;
        // Where there are no call chains a comm is aligned to the right, and a line that starts with blanks may be a sample.
        if (TryEvent(PerfEventParser.TryParseTimedWithoutIds(line, out result), result, out kind)) return true;
        bool mayBeUntimed = !_hasTimes && !PerfMessages.IsMessage(line);
        if (mayBeUntimed && TryEvent(PerfEventParser.TryParseUntimed(line, out result), result, out kind)) return true;
        if (isIndented && _isInEvent && (TryFrame(line, out kind) || TryBelonging(line, out kind))) return true;
        if (mayBeUntimed && PerfEventParser.TryParseBare(line, out result))
        {
            if (!TryFindLine(next, out int end, out _) && !_isFinalBlock) return false;
            if (TryEvent(StartsLikeFrame(_block[next..end]), result, out kind)) return true;
        }
        kind = PerfMessages.IsMessage(line) ? PerfLineKind.Message : PerfLineKind.Unreadable;
        if (kind == PerfLineKind.Unreadable && !TryFrame(line, out kind) && !TryBelonging(line, out kind)) kind = PerfLineKind.Unreadable;
        return true;
    }

    private bool TryEvent(bool isEvent, PerfEventLine result, out PerfLineKind kind)
    {
        kind = result.IsRecord ? PerfLineKind.Record : PerfLineKind.Event;
        if (!isEvent) return false;
        _event = result;
        if (kind == PerfLineKind.Event) _hasTimes |= result.Time is not null || result.IsTimeOutOfRange;
        return true;
    }

    // Without indentation only what also has a module is taken for a frame, and only within a sample.
    private bool TryFrame(ReadOnlySpan<byte> line, out PerfLineKind kind)
    {
        kind = _isInEvent ? PerfLineKind.Frame : PerfLineKind.StrayFrame;
        if (!PerfFrameLine.TryParse(line, out PerfFrameLine frame)) return false;
        if (!PerfText.IsBlank(line[0]) && (!_isInEvent || frame.Module.IsEmpty || frame.Symbol.IsEmpty)) return false;
        if (PerfDetailLine.IsInstruction(line))
        {
            kind = PerfLineKind.Detail;
            return true;
        }
        _frame = frame;
        return true;
    }

    // The lines that belong to the one before them.
    private readonly bool TryBelonging(ReadOnlySpan<byte> line, out PerfLineKind kind)
    {
        if (PerfDetailLine.IsDetail(line))
        {
            kind = PerfLineKind.Detail;
            return true;
        }
        kind = PerfLineKind.Source;
        return Kind is PerfLineKind.Frame or PerfLineKind.Event && PerfSourceLine.IsSource(line);
    }

    private static bool IsHeader(ReadOnlySpan<byte> line) => line[0] == '#' && (line.Length == 1 || PerfText.IsBlank(line[1]) || line[1] == '#');

    private static bool StartsLikeFrame(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[0] == '\t' && PerfFrameLine.TryParse(line, out _);
}
