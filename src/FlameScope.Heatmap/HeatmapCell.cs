namespace FlameScope.Heatmap;

/// <summary>A place in a heat map.</summary>
/// <param name="Column">From 0, the earliest column: the left of the picture.</param>
/// <param name="Row">From 0, the start of the column: the bottom of the picture.</param>
public readonly record struct HeatmapCell(int Column, int Row);
