namespace FlameScope.Heatmap;

/// <summary>The position of a cell in a heat map.</summary>
/// <param name="Column">The column, from 0. Column 0 is the earliest and is at the left of the picture.</param>
/// <param name="Row">The row, from 0. Row 0 is the start of the column and is at the bottom of the picture.</param>
public readonly record struct HeatmapCell(int Column, int Row);
