using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>The ids in a dataset of the frames, stacks and contexts of a profile. Each is computed when it is first used.</summary>
internal sealed class DatasetRows(Profile profile, IReadOnlyList<KeyValuePair<string, string>> labels)
{
    private readonly long[] _frames = new long[profile.Frames.Count];
    private readonly long[] _stacks = new long[profile.Stacks.Count];
    private readonly Dictionary<(int Thread, int Event, int Labels), long> _contexts = [];
    private readonly Dictionary<long, DatasetFrame> _frameRows = [];
    private readonly Dictionary<long, long[]> _stackRows = [];
    private readonly Dictionary<long, DatasetContext> _contextRows = [];
    private readonly Dictionary<long, string> _names = [];
    private readonly List<long> _path = [];
    private (int, int, int) _lastContext = (-1, -1, -1);
    private long _lastContextId;

    public DatasetFrame FrameOf(long id) => _frameRows[id];

    /// <summary>Returns the name that views show for a frame.</summary>
    public string NameOf(long frame) => _names[frame];

    public long[] FramesOf(long stack) => _stackRows[stack];

    public DatasetContext ContextOf(long id) => _contextRows[id];

    public long StackIdOf(StackId stack)
    {
        if (stack == StackId.Empty) return 0;
        ref long id = ref _stacks[stack.Value];
        if (id != 0) return id;
        _path.Clear();
        for (StackId next = stack; next != StackId.Empty; next = profile.Stacks.Parents[next.Value]) _path.Add(FrameIdOf(profile.Stacks.Frames[next.Value]));
        _path.Reverse();
        long[] frames = [.. _path];
        id = ContentId.OfStack(frames);
        if (!_stackRows.TryAdd(id, frames) && !_stackRows[id].AsSpan().SequenceEqual(frames)) throw Collision("stacks");
        return id;
    }

    public long ContextIdOf(ThreadId thread, SampleEventId eventId, LabelSetId labelSet)
    {
        (int, int, int) key = (thread.Value, eventId.Value, labelSet.Value);
        if (key == _lastContext) return _lastContextId;
        if (!_contexts.TryGetValue(key, out long id))
        {
            DatasetContext context = CreateContext(thread, eventId, labelSet);
            id = ContentId.OfContext(context);
            // Equal rows of a profile, such as those of threads whose hosts are different, have one id.
            if (!_contextRows.TryAdd(id, context) && !AreEqual(_contextRows[id], context)) throw Collision("contexts");
            _contexts.Add(key, id);
        }
        _lastContext = key;
        _lastContextId = id;
        return id;
    }

    private long FrameIdOf(FrameId frame)
    {
        ref long id = ref _frames[frame.Value];
        if (id != 0) return id;
        Frame row = profile.Frames[frame];
        var content = new DatasetFrame
        {
            Kind = row.Kind,
            Function = profile.Symbols[row.Symbol],
            Module = profile.Modules[row.Module],
            Source = profile.Sources[row.Source],
            Line = row.Line,
            Column = row.Column,
            IsInlined = row.IsInlined,
        };
        id = ContentId.OfFrame(content);
        if (!_frameRows.TryAdd(id, content) && _frameRows[id] != content) throw Collision("frames");
        _names[id] = profile.GetFrameName(frame);
        return id;
    }

    private DatasetContext CreateContext(ThreadId thread, SampleEventId eventId, LabelSetId labelSet)
    {
        ThreadInfo info = profile.Threads[thread];
        IReadOnlyList<SampleValueType> types = profile.GetValueTypes(eventId);
        if (types.Count > DatasetTables.MaximumValues)
        {
            throw new DatasetException(
                $"The event '{profile.Events[eventId]}' has {types.Count} value types, and a dataset holds at most {DatasetTables.MaximumValues}.");
        }
        return new DatasetContext
        {
            Pid = info.Pid,
            Tid = info.Tid,
            Comm = profile.Comms[info.Comm],
            ProcessName = info.ProcessName is { } name ? profile.Comms[name] : null,
            Event = profile.Events[eventId],
            ValueTypes = types,
            DefaultValueType = profile.GetDefaultValueType(eventId),
            Labels = [.. profile.LabelSets[labelSet].Concat(labels.Select(l => new SampleLabel { Key = l.Key, Text = l.Value })).Distinct()],
        };
    }

    private static bool AreEqual(DatasetContext a, DatasetContext b) =>
        a.Pid == b.Pid && a.Tid == b.Tid && a.Comm == b.Comm && a.ProcessName == b.ProcessName && a.Event == b.Event
        && a.DefaultValueType == b.DefaultValueType && a.ValueTypes.SequenceEqual(b.ValueTypes)
        && a.Labels.Count == b.Labels.Count && a.Labels.ToHashSet().SetEquals(b.Labels);

    private static DatasetException Collision(string what) => new($"Two different {what} have the same id. Nothing was written.");
}
