using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>
/// Builds a profile of the rows of a dataset. The rows of dictionaries may occur several times, since each recording has those that it needs. Rows with one
/// id and different content, and ids without a row, are counted and become diagnostics; no sample is left out.
/// </summary>
internal sealed class ProfileAssembler(string format)
{
    private readonly ProfileBuilder _builder = new() { Format = format };
    private readonly Dictionary<long, FrameRow> _frameRows = [];
    private readonly Dictionary<long, long[]> _stackRows = [];
    private readonly List<long> _stackOrder = [];
    private readonly Dictionary<long, ContextRow> _contextRows = [];
    private readonly Dictionary<long, List<LabelRow>> _labelRows = [];
    private readonly Dictionary<long, FrameId> _frames = [];
    private readonly Dictionary<long, StackId> _stacks = new() { [0] = StackId.Empty };
    private readonly Dictionary<(long Id, string? Host), Context> _contexts = [];
    private readonly Dictionary<string, long> _problems = new(StringComparer.Ordinal);
    private readonly HashSet<long> _unequal = [];
    private int _internedStacks;

    private readonly record struct FrameRow(string Kind, string Function, string Module, string Source, int Line, int Column, bool IsInlined);

    private readonly record struct ContextRow(long? Pid, long? Tid, string Comm, string? Process, string Event, string ValueTypes, int DefaultValue);

    private readonly record struct LabelRow(string Key, string Value, bool IsNumber, string Unit);

    private readonly record struct Context(ThreadId Thread, SampleEventId Event, int ValueCount, LabelSetId Labels);

    public int SampleCount => _builder.SampleCount;

    /// <summary>Returns the ids of an input that have no row yet.</summary>
    public IEnumerable<long> FindMissingStacks(IEnumerable<long> ids) => ids.Where(id => id != 0 && !_stackRows.ContainsKey(id));

    public IEnumerable<long> FindMissingContexts(IEnumerable<long> ids) => ids.Where(id => !_contextRows.ContainsKey(id));

    public bool HasMissingFrames(IEnumerable<long> stacks) =>
        stacks.Any(id => _stackRows.TryGetValue(id, out long[]? frames) && Array.Exists(frames, frame => !_frameRows.ContainsKey(frame)));

    public void AddFrame(long id, string kind, string function, string module, string source, int line, int column, bool isInlined)
    {
        var row = new FrameRow(kind, function, module, source, line, column, isInlined);
        if (!_frameRows.TryAdd(id, row) && _frameRows[id] != row) CountUnequal(id, "two different frames with one id");
    }

    public void AddStack(long id, long[] frames)
    {
        if (_stackRows.TryAdd(id, frames)) _stackOrder.Add(id);
        else if (!_stackRows[id].AsSpan().SequenceEqual(frames)) CountUnequal(id, "two different stacks with one id");
    }

    public void AddContext(long id, long? pid, long? tid, string comm, string? process, string eventName, string valueTypes, int defaultValue)
    {
        var row = new ContextRow(pid, tid, comm, process, eventName, valueTypes, defaultValue);
        if (!_contextRows.TryAdd(id, row) && _contextRows[id] != row) CountUnequal(id, "two different contexts with one id");
    }

    public void AddLabel(long context, string key, string value, bool isNumber, string unit)
    {
        if (!_labelRows.TryGetValue(context, out List<LabelRow>? labels)) _labelRows.Add(context, labels = []);
        var row = new LabelRow(key, value, isNumber, unit);
        if (!labels.Contains(row)) labels.Add(row);
    }

    /// <summary>Adds a context of samples that were counted: a thread's name and an event, under an id of the caller.</summary>
    public void AddCountedContext(long id, string comm, string eventName, string valueTypes, int defaultValue) =>
        AddContext(id, null, null, comm, null, eventName, valueTypes, defaultValue);

    /// <exception cref="OverflowException">A sum does not fit in 64 bits.</exception>
    public void AddSample(long? time, long stack, long context, int cpu, long count, ReadOnlySpan<long> values, string? host = null)
    {
        Context known = FindContext(context, host);
        var row = new SampleRow
        {
            Time = time,
            Stack = FindStack(stack),
            Thread = known.Thread,
            Cpu = cpu < 0 ? null : cpu,
            Event = known.Event,
            Count = count,
            Values = values[..Math.Clamp(known.ValueCount, 1, values.Length)],
            Labels = known.Labels,
        };
        if (!_builder.CanAdd(row)) throw new OverflowException("A value is negative, or the sum of all values does not fit in 64 bits.");
        _builder.AddSample(row);
    }

    public void Report(string reason, long count = 1) => _problems[reason] = _problems.GetValueOrDefault(reason) + count;

    public Profile Build(RecordingHeader header, long lost)
    {
        _builder.Header = header;
        _builder.LostCount = lost;
        _builder.Diagnostics = [.. _problems.Select(problem => new ReadDiagnostic { Reason = problem.Key, Count = problem.Value })];
        return _builder.Build();
    }

    private void CountUnequal(long id, string reason)
    {
        if (_unequal.Add(id)) Report(reason);
    }

    private StackId FindStack(long id)
    {
        if (_stacks.TryGetValue(id, out StackId stack)) return stack;
        InternStacks();
        if (_stacks.TryGetValue(id, out stack)) return stack;
        Report("stack whose row is missing in the dataset");
        stack = _builder.AddStack(StackId.Empty, AddPlaceholder("[missing stack]"));
        _stacks.Add(id, stack);
        return stack;
    }

    // Adds the stacks that were read. Files have them sorted by their frames, so most begin with the frames of the previous one, which are not searched again.
    private void InternStacks()
    {
        long[] previous = [];
        var path = new List<StackId>();
        for (; _internedStacks < _stackOrder.Count; _internedStacks++)
        {
            long id = _stackOrder[_internedStacks];
            long[] frames = _stackRows[id];
            int shared = frames.AsSpan().CommonPrefixLength(previous);
            path.RemoveRange(shared, path.Count - shared);
            for (int i = shared; i < frames.Length; i++) path.Add(_builder.AddStack(i == 0 ? StackId.Empty : path[i - 1], FindFrame(frames[i])));
            _stacks.TryAdd(id, frames.Length == 0 ? StackId.Empty : path[^1]);
            previous = frames;
        }
    }

    private FrameId FindFrame(long id)
    {
        if (_frames.TryGetValue(id, out FrameId frame)) return frame;
        if (_frameRows.TryGetValue(id, out FrameRow row))
        {
            // The name of an unknown function is the first row of the table of names.
            frame = _builder.AddFrame(new Frame
            {
                Symbol = _builder.AddSymbol(row.Function),
                Module = _builder.AddModule(row.Module),
                Kind = FrameKindText.Parse(row.Kind),
                Source = _builder.AddSource(row.Source),
                Line = row.Line,
                Column = row.Column,
                IsInlined = row.IsInlined,
            });
        }
        else
        {
            Report("frame whose row is missing in the dataset");
            frame = AddPlaceholder("[missing frame]");
        }
        _frames.Add(id, frame);
        return frame;
    }

    private FrameId AddPlaceholder(string name) => _builder.AddFrame(new Frame { Symbol = _builder.AddSymbol(name) });

    private Context FindContext(long id, string? host)
    {
        if (_contexts.TryGetValue((id, host), out Context context)) return context;
        if (_contextRows.TryGetValue(id, out ContextRow row))
        {
            SampleValueType[] types = DatasetJson.ReadValueTypes(row.ValueTypes);
            SampleLabelId[] labels = _labelRows.TryGetValue(id, out List<LabelRow>? found) ? [.. found.Select(AddLabel)] : [];
            context = new Context(
                AddThread(row.Pid, row.Tid, row.Comm, row.Process ?? "", host),
                _builder.AddEvent(row.Event, types, row.DefaultValue >= 0 && row.DefaultValue < types.Length ? row.DefaultValue : null),
                types.Length,
                _builder.AddLabelSet(labels));
        }
        else
        {
            Report("context whose row is missing in the dataset");
            context = new Context(AddThread(null, null, "[missing context]", "", host), _builder.AddEvent("[missing context]"), 1, LabelSetId.None);
        }
        _contexts.Add((id, host), context);
        return context;
    }

    private ThreadId AddThread(long? pid, long? tid, string comm, string process, string? host) =>
        string.IsNullOrEmpty(host) ? _builder.AddThread(pid, tid, comm, process) : _builder.AddThread(pid, tid, comm, process, host);

    private SampleLabelId AddLabel(LabelRow label) => label.IsNumber && long.TryParse(label.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        ? _builder.AddLabel(label.Key, number, label.Unit)
        : _builder.AddLabel(label.Key, label.Value);
}
