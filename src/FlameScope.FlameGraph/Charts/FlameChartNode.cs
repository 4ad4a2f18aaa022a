using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One node of a <see cref="FlameChart"/>, copied out of its columns.</summary>
/// <param name="Index">Its place in the chart's order, from 0, the root.</param>
/// <param name="Depth">The number of its ancestors.</param>
/// <param name="Name">The name it is shown under.</param>
/// <param name="Start">When it starts, in nanoseconds after <see cref="FlameChart.StartTime"/>.</param>
/// <param name="Duration">How long it lasts, in nanoseconds.</param>
/// <param name="SampleCount">The number of samples in it.</param>
/// <param name="Frame">The frame of its first sample; its value is -1 for the root.</param>
public readonly record struct FlameChartNode(int Index, int Depth, string Name, long Start, long Duration, int SampleCount, FrameId Frame);
