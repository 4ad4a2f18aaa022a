using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>A color of a palette and its meaning, for the legend.</summary>
/// <param name="Label">The meaning, one or two words.</param>
/// <param name="Color">The color that represents the family.</param>
public sealed record PaletteEntry(string Label, Rgb Color);
