using System.Text;

namespace FlameScope.Parsing;

/// <summary>The state of collapsing: the open sample's comm, period and functions, and the counts so far.</summary>
internal sealed class StackCollapser(StackCollapseOptions options)
{
    private readonly Dictionary<string, long> _counts = [];
    private readonly List<string> _functions = []; // leaf first
    private readonly CollapsedFunctions _collapsed = new(options);
    private string _comm = ""; // empty: no sample is open
    private long _period;
    private string? _event = string.IsNullOrEmpty(options.EventFilter) ? null : options.EventFilter;
    private long _filteredCount;
    private PerfScriptReaderState _state;
    private bool _isStartChecked;

    public int Read(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (!_isStartChecked) CheckStart(block);
        int maximum = PerfScriptOptions.Default.MaximumLineLength;
        var reader = new PerfScriptReader(block, isFinal, _state);
        try
        {
            while (reader.Read())
            {
                LineLimit.CheckLine(ref reader, maximum);
                Take(reader.Line);
            }
        }
        catch (ProfileLimitException limit)
        {
            throw new ProfileFormatException(limit.Message, reader.LineNumber, reader.LineStart);
        }
        LineLimit.CheckRest(block[reader.Consumed..], maximum, reader.LineNumber + 1, reader.State.BytesRead);
        _state = reader.State;
        return reader.Consumed;
    }

    public CollapsedStacks Finish(string? damage) => new(_counts, _event, _filteredCount, isLastUnfinished: _comm.Length > 0, damage);

    // Nothing in, nothing out, as with the script; but what is something else is not taken for a text without samples.
    private void CheckStart(ReadOnlySpan<byte> block)
    {
        _isStartChecked = true;
        ReadOnlySpan<byte> start = block[..Math.Min(block.Length, ForeignFormat.StartLength)];
        if (!start.IsEmpty && ForeignFormat.Describe(start) is { } description) throw new ProfileFormatException(description);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) Close();
        else if (line[0] == '#') return;
        else if (CollapseEventLine.TryParse(line, out CollapseEventLine e)) Open(e);
        else if (_comm.Length > 0 && CollapseFrameLine.TryParse(line, out CollapseFrameLine frame)) _collapsed.Append(frame, _comm, _functions);
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
        string comm = Encoding.Latin1.GetString(e.Comm);
        string pid = e.HasTid ? Encoding.Latin1.GetString(e.FirstId) : "?";
        string tid = Encoding.Latin1.GetString(e.HasTid ? e.SecondId : e.FirstId);
        if (options.Tid) comm = $"{comm}-{pid}/{tid}";
        else if (options.Pid) comm = $"{comm}-{pid}";
        _comm = comm.Replace(' ', '_');
        _period = e.Period;
    }

    private void Close()
    {
        if (_comm.Length == 0) return;
        _functions.Add(_comm);
        _functions.Reverse();
        string stack = string.Join(';', _functions);
        long sum = _counts.GetValueOrDefault(stack);
        _counts[stack] = sum > long.MaxValue - _period ? long.MaxValue : sum + _period;
        _functions.Clear();
        _collapsed.Start();
        _comm = "";
    }
}
