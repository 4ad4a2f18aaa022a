using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The stacks of <c>stackFrames</c>: each entry is a frame with the id of its caller, which may come later. The samples that name them are kept until
/// all entries have been read.
/// </summary>
internal sealed class TraceStackFrames(ProfileBuilder builder, ReadContext context)
{
    private const int Unresolved = -1;
    private const int InProgress = -2;

    private readonly Dictionary<TraceId, int> _indexes = [];
    private readonly List<(FrameId Frame, TraceId Parent)> _frames = [];
    private readonly List<SampleEntry> _samples = [];
    private readonly List<int> _path = [];
    private int[] _stacks = [];

    private readonly record struct SampleEntry(int Thread, long Time, TraceId StackFrame);

    public int SampleCount => _samples.Count;

    public void AddFrame(TraceId id, FrameId frame, TraceId parent)
    {
        if (_indexes.TryAdd(id, _frames.Count)) _frames.Add((frame, parent));
        else context.Report("stack frame with an id that is already used");
    }

    public void AddSample(int thread, long time, TraceId stackFrame) => _samples.Add(new SampleEntry(thread, time, stackFrame));

    /// <summary>Adds the samples to the profile. A sample lasts until the next one of its thread, the last one has no duration.</summary>
    public void AddSamples(TraceThreads threads, SampleEventId eventId)
    {
        _stacks = new int[_frames.Count];
        Array.Fill(_stacks, Unresolved);
        int[] order = OrderByThreadAndTime();
        for (int i = 0; i < order.Length; i++)
        {
            SampleEntry sample = _samples[order[i]];
            SampleEntry next = i + 1 < order.Length ? _samples[order[i + 1]] : default;
            long duration = i + 1 < order.Length && next.Thread == sample.Thread ? next.Time - sample.Time : 0;
            var row = new SampleRow
            {
                Time = sample.Time,
                Stack = Resolve(sample.StackFrame),
                Thread = threads.Resolve(sample.Thread, builder),
                Event = eventId,
                Value = duration,
            };
            if (builder.CanAdd(row)) builder.AddSample(row);
            else context.Report("sample whose duration does not fit");
        }
    }

    private int[] OrderByThreadAndTime()
    {
        var order = new int[_samples.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((x, y) =>
        {
            SampleEntry a = _samples[x];
            SampleEntry b = _samples[y];
            if (a.Thread != b.Thread) return a.Thread.CompareTo(b.Thread);
            return a.Time != b.Time ? a.Time.CompareTo(b.Time) : x.CompareTo(y);
        });
        return order;
    }

    private StackId Resolve(TraceId id)
    {
        if (!_indexes.TryGetValue(id, out int index))
        {
            context.Report("sample with an unknown stack frame");
            return StackId.Empty;
        }
        _path.Clear();
        StackId stack = StackId.Empty;
        while (true)
        {
            if (_stacks[index] >= 0)
            {
                stack = new StackId(_stacks[index]);
                break;
            }
            if (_stacks[index] == InProgress)
            {
                context.Report("stack frame that calls itself through its parents");
                break;
            }
            _stacks[index] = InProgress;
            _path.Add(index);
            context.CheckFrames(_path.Count, default);
            TraceId parent = _frames[index].Parent;
            if (parent == TraceId.None) break;
            if (!_indexes.TryGetValue(parent, out index))
            {
                context.Report("stack frame with an unknown parent");
                break;
            }
        }
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            stack = builder.AddStack(stack, _frames[_path[i]].Frame);
            _stacks[_path[i]] = stack.Value;
        }
        return stack;
    }
}
