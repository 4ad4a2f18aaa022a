using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One node of a <see cref="FlameChart"/>, copied from its columns.</summary>
public readonly record struct FlameChartNode
{
    internal FlameChartNode(int index, int depth, string name, long start, long duration, long sampleCount, FrameId frame)
    {
        Index = index;
        Depth = depth;
        Name = name;
        Start = start;
        Duration = duration;
        SampleCount = sampleCount;
        Frame = frame;
    }

    /// <summary>The index of the node in the chart's order. The root has index 0.</summary>
    public int Index { get; }

    /// <summary>The number of ancestors.</summary>
    public int Depth { get; }

    /// <summary>The name that the node is shown under.</summary>
    public string Name { get; }

    /// <summary>The start, in nanoseconds after <see cref="FlameChart.StartTime"/>.</summary>
    public long Start { get; }

    /// <summary>The duration, in nanoseconds.</summary>
    public long Duration { get; }

    /// <summary>The number of samples.</summary>
    public long SampleCount { get; }

    /// <summary>The frame of the first sample; its value is -1 for the root.</summary>
    public FrameId Frame { get; }
}
