namespace FlameScope.Heatmap;

/// <summary>Where a colour stands in a scale: at <c>Value + Fraction * maximum</c>.</summary>
/// <param name="Color">The colour.</param>
/// <param name="Value">A value that does not depend on the maximum; not negative.</param>
/// <param name="Fraction">A part of the maximum, from 0 to 1.</param>
public readonly record struct ColorStop(Rgb Color, double Value, double Fraction)
{
    /// <summary>Where the stop stands.</summary>
    /// <param name="maximum">The greatest value of a map.</param>
    public double PositionAt(long maximum) => Value + (Fraction * maximum);
}
