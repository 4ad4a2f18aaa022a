using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Turns the events of one profile into the spans of a lane.</summary>
internal sealed class SpeedscopeSpans(SpanLane lane, SpeedscopeFrames frames, ReadContext context, int scale)
{
    /// <summary>Adds the next event. All frames are known.</summary>
    public void Add(SpeedscopeEvent each)
    {
        if (!each.At.TryScale(scale, out long time))
        {
            context.Report("event whose time does not fit");
        }
        else if (!frames.TryGet(each.Frame, out FrameId frame))
        {
            context.Report("event with a frame that is missing");
        }
        else if (each.IsClose)
        {
            Close(time, frame);
        }
        else
        {
            context.CheckFrames(lane.Depth + 1);
            lane.Begin(time, frame);
        }
    }

    /// <summary>Ends the spans that are open.</summary>
    /// <param name="end">The end of the profile.</param>
    /// <param name="isCut">Indicates whether the input was cut in the profile.</param>
    public void End(DecimalValue end, bool isCut)
    {
        long last = lane.LastTime ?? 0;
        long time = end.TryScale(scale, out long scaled) ? scaled : 0;
        int open = lane.EndAll(isCut ? last : Math.Max(last, time));
        if (open > 0 && !isCut) context.Report("frame that is not closed", count: open);
    }

    // Old versions of PerfView close frames of one time in the wrong order.
    private void Close(long time, FrameId frame)
    {
        int depth = lane.Depth - 1;
        while (depth >= 0 && lane.GetFrame(depth) != frame) depth--;
        if (depth < 0)
        {
            context.Report("frame that is closed and not open");
            return;
        }
        if (depth != lane.Depth - 1) context.Report("frame that is closed before a frame that it called");
        lane.EndAt(time, depth);
    }
}
