namespace FlameScope.Heatmap;

/// <summary>A color of a color scale and its position, which is <c>Value + Fraction * maximum</c>.</summary>
/// <param name="Color">The color.</param>
/// <param name="Value">The part of the position that does not depend on the maximum; finite and not negative.</param>
/// <param name="Fraction">The part of the position that is proportional to the maximum, from 0 to 1.</param>
public readonly record struct ColorStop(Rgb Color, double Value, double Fraction)
{
    /// <summary>Returns the position of the stop.</summary>
    /// <param name="maximum">The maximum value of a map, not negative.</param>
    /// <returns>The value that has this stop's color.</returns>
    public double PositionAt(long maximum) => Value + (Fraction * maximum);
}
