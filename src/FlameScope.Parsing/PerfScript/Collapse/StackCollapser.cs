using System.Text;

namespace FlameScope.Parsing;

/// <summary>Collapses text: the thread name, period and functions of the current sample, and the counts so far.</summary>
internal sealed class StackCollapser(StackCollapseOptions options) : IProfileParser
{
    private readonly CollapsedCounts _counts = new();
    private readonly CollapsedFunctions _collapsed = new(options);
    private readonly List<int> _functions = []; // of the current sample: numbers of names, leaf first
    private readonly List<string> _names = [];
    private string _comm = ""; // empty outside of a sample
    private bool _isJava;
    private long _period;
    private long _length; // of the text of the current stack
    private string? _event = string.IsNullOrEmpty(options.EventFilter) ? null : options.EventFilter;
    private long _filteredCount;
    private long _idleCount;
    private bool _isIdleTask;
    private bool _isIdle; // the leaf of the current sample
    private bool _hasOwnFrame; // on the first line of the current sample; a call chain replaces it
    private long _bytesRead;
    private long _linesRead;

    // A cache of frame lines and their functions. The script's expressions depend only on the line and on whether the thread is Java.
    private readonly FingerprintTable _lines = new();
    private readonly List<LineFunctions> _lineFunctions = [];

    private readonly record struct LineFunctions(int[] Names, long Length, bool IsIdle);

    /// <summary>The limits, which are not options of the script.</summary>
    public static ProfileReadOptions Limits { get; } = new();

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int maximum = Limits.MaximumLineLength;
        int start = _bytesRead == 0 && block.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < block.Length)
        {
            int length = block[start..].IndexOf((byte)'\n');
            if (length < 0 && !isFinal) break;
            int end = length < 0 ? block.Length : start + length;
            _linesRead++;
            LineLimit.CheckLine(end - start, maximum, _linesRead, _bytesRead + start);
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
        LineLimit.CheckRest(block[start..], maximum, _linesRead + 1, _bytesRead);
        return start;
    }

    public void Complete()
    {
    }

    public CollapsedStacks Finish(string? damage)
    {
        if (_hasOwnFrame) Close();
        return new CollapsedStacks(_counts.ToLines(), _event, _filteredCount, _idleCount, isLastUnfinished: _comm.Length > 0, damage);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            Close();
            return;
        }
        if (line[0] == '#') return;
        bool isInSample = _comm.Length > 0;
        var key = default(Fingerprint);
        if (isInSample)
        {
            key = new Fingerprint(Fingerprint.HashOf(line), (uint)line.Length << 1 | (_isJava ? 1u : 0));
            if (_lines.TryGet(key, out int index))
            {
                Add(_lineFunctions[index]);
                return;
            }
        }
        if (TryOpenWithFrame(line)) return;
        if (CollapseEventLine.TryParse(line, out CollapseEventLine e))
        {
            if (_hasOwnFrame) Close();
            Open(e);
        }
        else if (isInSample && CollapseFrameLine.TryParse(line, out CollapseFrameLine frame)) Learn(key, frame);
    }

    // A sample with a frame on its line, which has no call chain. The script has no rule for it, since perf aligns its thread name to the right.
    private bool TryOpenWithFrame(ReadOnlySpan<byte> line)
    {
        if (line[^1] is (byte)':' || !PerfEventParser.TryParseTimed(line, out PerfEventLine sample) || !sample.TryGetFrame(out PerfFrameLine own)) return false;
        if (!CollapseEventLine.TryParse(PerfText.TrimStart(line), out CollapseEventLine e)) return false;
        Close();
        Open(e.With(sample));
        if (_comm.Length == 0) return true;
        Learn(default, new CollapseFrameLine(own));
        _hasOwnFrame = true;
        return true;
    }

    private void Open(CollapseEventLine e)
    {
        if (!e.Event.IsEmpty)
        {
            string name = Encoding.UTF8.GetString(e.Event);
            _event ??= name;
            if (name != _event)
            {
                _filteredCount++;
                return;
            }
        }
        _isIdleTask = LinuxIdleRule.IsIdleTask(e.Comm);
        string comm = Encoding.Latin1.GetString(e.Comm);
        string pid = e.HasTid ? Encoding.Latin1.GetString(e.FirstId) : "?";
        string tid = Encoding.Latin1.GetString(e.HasTid ? e.SecondId : e.FirstId);
        if (options.Tid) comm = $"{comm}-{pid}/{tid}";
        else if (options.Pid) comm = $"{comm}-{pid}";
        _comm = comm.Replace(' ', '_');
        _isJava = _comm.StartsWith("java", StringComparison.Ordinal);
        _period = e.Period;
    }

    private void Learn(Fingerprint key, CollapseFrameLine frame)
    {
        _names.Clear();
        _collapsed.AppendNames(frame, _isJava, _names);
        bool isIdle = LinuxIdleRule.IsIdlePrimitive(frame.Symbol);
        var functions = new LineFunctions([.. _names.Select(_counts.AddName)], _names.Sum(name => (long)name.Length), isIdle);
        if (key != default) Cache(key, functions);
        Add(functions);
    }

    private void Cache(Fingerprint key, LineFunctions functions)
    {
        if (_lines.IsLarge)
        {
            _lines.Clear();
            _lineFunctions.Clear();
        }
        _lines.Add(key, _lineFunctions.Count);
        _lineFunctions.Add(functions);
    }

    private void Add(LineFunctions functions)
    {
        if (_hasOwnFrame) Discard();
        if (_functions.Count == 0) _isIdle = functions.IsIdle;
        _functions.AddRange(functions.Names.AsSpan());
        _length += functions.Length;
        CollapsedFunctions.CheckLength(_length);
    }

    private void Close()
    {
        if (_comm.Length == 0) return;
        if (_isIdleTask && _isIdle) _idleCount++;
        _isIdle = false;
        _functions.Add(_counts.AddName(_comm));
        _counts.Add(_functions, _period);
        Discard();
        _comm = "";
    }

    private void Discard()
    {
        _functions.Clear();
        _length = 0;
        _hasOwnFrame = false;
    }
}
