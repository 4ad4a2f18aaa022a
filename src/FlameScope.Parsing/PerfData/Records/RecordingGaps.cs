using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the times at which samples were lost, and those between which events were throttled.</summary>
internal sealed class RecordingGaps
{
    private readonly List<RecordingGap> _gaps = [];

    // The start of what is throttled, by stream: an event has a stream per processor or thread.
    private readonly Dictionary<ulong, (long Start, int? Cpu)> _throttled = [];

    private long _end;

    public void TakeLost(ulong time, ulong count, int? cpu)
    {
        if (!IsTime(time) || count is 0 or > long.MaxValue) return;
        _gaps.Add(new RecordingGap(new TimeRange((long)time, (long)time), RecordingGapKind.Lost, (long)count, cpu));
    }

    public void TakeThrottle(bool isStart, ulong time, ulong stream, int? cpu)
    {
        if (!IsTime(time)) return;
        // A stream that is throttled again was not resumed in between.
        if (isStart) _throttled.TryAdd(stream, ((long)time, cpu));
        else if (_throttled.Remove(stream, out (long Start, int? Cpu) open)) AddThrottled(open, (long)time);
    }

    /// <summary>Adds the gaps. What is still throttled ends with the last sample.</summary>
    public void AddTo(ProfileBuilder builder)
    {
        foreach ((long Start, int? Cpu) open in _throttled.Values) AddThrottled(open, Math.Max(_end, open.Start));
        foreach (RecordingGap gap in _gaps) builder.AddGap(gap);
    }

    /// <summary>Notes the time of a sample.</summary>
    public void TakeSample(long time) => _end = Math.Max(_end, time);

    private void AddThrottled((long Start, int? Cpu) open, long end)
    {
        if (end >= open.Start) _gaps.Add(new RecordingGap(new TimeRange(open.Start, end), RecordingGapKind.Throttled, Cpu: open.Cpu));
    }

    private static bool IsTime(ulong time) => time is > 0 and < long.MaxValue;
}
