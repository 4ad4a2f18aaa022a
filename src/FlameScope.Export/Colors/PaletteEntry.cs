using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>One colour of a palette and what it means.</summary>
/// <param name="Label">A word or two.</param>
/// <param name="Color">The colour that stands for its family.</param>
public sealed record PaletteEntry(string Label, Rgb Color);
