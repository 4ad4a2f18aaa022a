using System.Runtime.InteropServices;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collapses text: the thread, period and functions of the current sample, and the counts so far.</summary>
/// <remarks>
/// Most samples take the fast path, as in <see cref="PerfScriptParser"/>: a scan finds them, and their lines are resolved from caches. All other lines
/// are read one by one. Both paths give the same counts.
/// </remarks>
internal sealed class StackCollapser : IProfileParser, IBlockParser
{
    // A scanned sample should still be in the second-level cache when its new lines are parsed.
    private static readonly int ScanLength = BufferSize.Choose(64 * 1024, small: 1024);

    private const int SamplesAhead = 9;
    private const int LinesAhead = 5;
    private const int FramesAhead = 2;

    private readonly StackCollapseOptions _options;
    private readonly CollapsedTree _tree = new();
    private readonly CollapseLineCache _lines;
    private readonly CollapseEventCache _events = new();
    private readonly CollapseChains _chains;
    private readonly SampleScanner _scanner = new();
    private readonly SampleScan _ownScan = new();
    private readonly List<int> _threadNames = [];
    private SampleScan _scan;
    private int _nextSample; // of the scan
    private bool _isBetweenSamples = true;

    private readonly List<int> _functions = []; // of the current sample: numbers of names, leaf first
    private CollapseThread _thread; // the default outside of a sample
    private long _period;
    private long _length; // of the text of the current stack
    private bool _hasOwnFrame; // on the first line of the current sample; a call chain replaces it

    private byte[]? _event; // without modifiers
    private string? _eventName;
    private long _filteredCount;
    private long _idleCount;
    private bool _hasBlankLines; // after samples
    private bool _endsInLine; // the last line has no line end
    private long _bytesRead;
    private long _linesRead;

    public StackCollapser(StackCollapseOptions options)
    {
        _options = options;
        _lines = new CollapseLineCache(_tree, options);
        _chains = new CollapseChains(_tree, _lines);
        _scan = _ownScan;
        if (!string.IsNullOrEmpty(options.EventFilter)) SetEvent(Encoding.UTF8.GetBytes(options.EventFilter));
    }

    /// <summary>The limits, which are not options of the script.</summary>
    public static ProfileReadOptions Limits { get; } = new();

    public int Parse(ReadOnlySpan<byte> block, bool isFinal) => Parse(block, isFinal, scan: null);

    public int Parse(ReadOnlySpan<byte> block, bool isFinal, SampleScan? scan)
    {
        StartScan(scan);
        int start = _bytesRead == 0 && block.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < block.Length)
        {
            if (TryTakeSample(block, ref start)) continue;
            int length = block[start..].IndexOf((byte)'\n');
            if (length < 0 && !isFinal) break;
            int end = length < 0 ? block.Length : start + length;
            _endsInLine = length < 0;
            _linesRead++;
            LineLimit.CheckLine(end - start, Limits.MaximumLineLength, _linesRead, _bytesRead + start);
            try
            {
                Take(PerfText.TrimEnd(block[start..end]));
            }
            catch (ProfileLimitException limit)
            {
                throw new ProfileFormatException(limit.Message, _linesRead, _bytesRead + start);
            }
            start = length < 0 ? end : end + 1;
        }
        _bytesRead += start;
        LineLimit.CheckRest(block[start..], Limits.MaximumLineLength, _linesRead + 1, _bytesRead);
        return start;
    }

    public void Complete()
    {
    }

    /// <summary>Ends the last sample and returns the counts.</summary>
    /// <param name="damage">The fault of the compressed input that ended it; <c>null</c> if there is none.</param>
    public CollapsedStacks Finish(string? damage)
    {
        bool isUnfinished = IsInSample && _functions.Count > 0 && !_hasOwnFrame && (damage is not null || IsCut);
        if (!isUnfinished) Close();
        return new CollapsedStacks(_tree, _eventName, _filteredCount, _idleCount, isUnfinished, damage);
    }

    private bool IsInSample => _thread.Node != CollapsedTree.Root;

    // The script omits a last sample that no blank line follows, inferno counts it. FlameGraph's own tests, the reference for both, are recordings of
    // old versions of perf, which print no offsets, cut after a line, and expect that it is omitted: in texts like these, the stack may be incomplete.
    // Texts that lost their blank lines are not cut.
    private bool IsCut => _hasBlankLines && !_endsInLine && !_lines.HasOffsets;

    private void StartScan(SampleScan? scan)
    {
        _scan = scan ?? _ownScan;
        _nextSample = 0;
        _chains.Start();
        if (scan is not null) return;
        _scanner.Start();
        _ownScan.Clear();
    }

    // Takes a complete sample whose call chain is regular, as in most samples.
    private bool TryTakeSample(ReadOnlySpan<byte> block, ref int start)
    {
        if (start >= _scan.End && _scan == _ownScan && _isBetweenSamples)
        {
            _scanner.Scan(block, start, ScanLength, _scan);
            _nextSample = 0;
        }
        ReadOnlySpan<ScannedSample> samples = _scan.Samples;
        while (_nextSample < samples.Length && samples[_nextSample].Start < start) _nextSample++;
        if (_nextSample == samples.Length) return false;
        ref readonly ScannedSample sample = ref samples[_nextSample];
        if (sample.Start != start || sample.End - start > Limits.MaximumLineLength) return false;
        PrefetchAhead();
        _nextSample++;
        if (!TryTake(block, sample))
        {
            if (_scan == _ownScan) _scanner.Forget(sample.Slot);
            return false;
        }
        _linesRead += sample.LineCount;
        start = sample.End;
        _hasBlankLines = _isBetweenSamples = true;
        return true;
    }

    private void PrefetchAhead()
    {
        ReadOnlySpan<ScannedSample> samples = _scan.Samples;
        _scan.PrefetchSample(_nextSample + SamplesAhead);
        _scan.PrefetchLines(_nextSample + LinesAhead);
        if (_nextSample + FramesAhead < samples.Length) _chains.Prefetch(_scan.GetLines(samples[_nextSample + FramesAhead]));
    }

    private bool TryTake(ReadOnlySpan<byte> block, in ScannedSample sample)
    {
        long period = Math.Max(1, sample.Event.Period);
        if (!_events.TryFind(sample.Event, out CollapseThread thread, out bool isCounted)
            && !TryParse(block[sample.Start..(sample.Chain + 1)], out thread, out isCounted, out period)) return false;
        int stack;
        try
        {
            // Samples that are not counted, too: the next one may share lines with them.
            if (!_chains.TryRead(block, sample, _scan.GetLines(sample), thread.Node, thread.IsJava, out stack)) return false;
        }
        catch (ProfileLimitException)
        {
            return false; // reading the lines one by one finds the line that exceeds the limit
        }
        Close();
        if (isCounted) Count(thread, stack, period);
        else _filteredCount++;
        return true;
    }

    // Parses the first line of a sample without its own frame. The line that decides which event is counted is left to the other path.
    private bool TryParse(ReadOnlySpan<byte> text, out CollapseThread thread, out bool isCounted, out long period)
    {
        (thread, isCounted, period) = (default, false, 0);
        ReadOnlySpan<byte> line = PerfText.TrimEnd(text[..^1]);
        if (line.IsEmpty || line[0] is (byte)'#' or (byte)'\t' || !TryParseFirst(line, out CollapseEventLine e, out _, out bool hasFrame) || hasFrame) return false;
        if (_event is null && !e.Event.IsEmpty) return false;
        thread = GetThread(e);
        isCounted = IsCounted(e.Event);
        period = e.Period;
        _events.Add(text, e, thread, isCounted);
        return true;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            EndAtBlankLine();
            return;
        }
        if (line[0] == '#') return;
        _isBetweenSamples = false;
        // perf aligns the first lines of samples with blanks.
        if (line[0] != '\t' && TryParseFirst(line, out CollapseEventLine e, out PerfFrameLine own, out bool hasFrame))
        {
            Close();
            Open(e);
            if (!hasFrame || !IsInSample) return;
            Add(_lines.Find(new CollapseFrameLine(own), _thread.IsJava));
            _hasOwnFrame = true;
            return;
        }
        if (!IsInSample) return;
        _lines.KeepBounded();
        FrameRef names = _lines.Find(line, FrameLineKey.Of(line), _thread.IsJava);
        if (_hasOwnFrame && names != FrameRef.OfRun(0)) Discard();
        Add(names);
    }

    // Parses the first line of a sample: as the script does if it ends in an event, and otherwise, since the script finds no event then and skips lines
    // that start with blanks, as perf prints it. Within a sample, other lines are its payload.
    private bool TryParseFirst(ReadOnlySpan<byte> line, out CollapseEventLine e, out PerfFrameLine frame, out bool hasFrame)
    {
        frame = default;
        hasFrame = false;
        if (line[^1] == ':' && CollapseEventLine.TryParse(line, out e) && !e.Event.IsEmpty) return true;
        if (PerfEventParser.TryParseTimed(line, out PerfEventLine sample))
        {
            if (sample.IsRecord || !CollapseEventLine.TryParse(PerfText.TrimStart(line), out e)) return Fail(out e);
            e = e.With(sample);
            hasFrame = sample.TryGetFrame(out frame);
            return true;
        }
        return IsInSample || PerfMessages.IsMessage(line) ? Fail(out e) : CollapseEventLine.TryParse(line, out e);

        static bool Fail(out CollapseEventLine e)
        {
            e = default;
            return false;
        }
    }

    private void Open(CollapseEventLine e)
    {
        if (!e.Event.IsEmpty && _event is null) SetEvent(e.Event);
        if (!IsCounted(e.Event))
        {
            _filteredCount++;
            return;
        }
        _thread = GetThread(e);
        _period = e.Period;
    }

    private void SetEvent(ReadOnlySpan<byte> name)
    {
        _eventName = Encoding.UTF8.GetString(name);
        _event = WithoutModifiers(name).ToArray();
    }

    private bool IsCounted(ReadOnlySpan<byte> eventName) => eventName.IsEmpty || WithoutModifiers(eventName).SequenceEqual(_event);

    // cycles:u and cycles are one event, as in inferno.
    private static ReadOnlySpan<byte> WithoutModifiers(ReadOnlySpan<byte> name)
    {
        int colon = name.LastIndexOf((byte)':');
        return colon > 0 && PerfText.IsAllModifiers(name[(colon + 1)..]) ? name[..colon] : name;
    }

    private CollapseThread GetThread(CollapseEventLine e)
    {
        string comm = Encoding.Latin1.GetString(e.Comm);
        string pid = e.HasTid ? Encoding.Latin1.GetString(e.FirstId) : "?";
        string tid = Encoding.Latin1.GetString(e.HasTid ? e.SecondId : e.FirstId);
        if (_options.Tid) comm = $"{comm}-{pid}/{tid}";
        else if (_options.Pid) comm = $"{comm}-{pid}";
        comm = comm.Replace(' ', '_');
        _threadNames.Clear();
        _lines.AddNames(Encoding.Latin1.GetBytes(comm), _threadNames);
        int node = CollapsedTree.Root;
        foreach (int name in _threadNames) node = _tree.Add(node, name);
        return new CollapseThread(node, comm.StartsWith("java", StringComparison.Ordinal), LinuxIdleRule.IsIdleTask(e.Comm));
    }

    private void Add(FrameRef names)
    {
        if (names.AreSeveral)
        {
            foreach (int name in _lines.GetSeveral(names)) Add(name);
        }
        else
        {
            Add(names.Single.Value);
        }
        CollapsedFunctions.CheckLength(_length);
    }

    private void Add(int name)
    {
        _functions.Add(name);
        _length += _tree.Names[name].Length + 1;
    }

    // The payload of a tracepoint may contain blank lines, so that frames may follow one.
    private void EndAtBlankLine()
    {
        _isBetweenSamples = true;
        if (_functions.Count == 0) return;
        _hasBlankLines = true;
        Close();
    }

    private void Close()
    {
        if (!IsInSample) return;
        int stack = _thread.Node;
        ReadOnlySpan<int> functions = CollectionsMarshal.AsSpan(_functions);
        for (int i = functions.Length - 1; i >= 0; i--) stack = _tree.Add(stack, functions[i]);
        Count(_thread, stack, _period);
        Discard();
        _thread = default;
    }

    private void Count(CollapseThread thread, int stack, long period)
    {
        if (thread.IsIdleTask && stack != thread.Node && _tree.IsIdle(stack)) _idleCount++;
        _tree.Count(stack, period);
    }

    private void Discard()
    {
        _functions.Clear();
        _length = 0;
        _hasOwnFrame = false;
    }
}
