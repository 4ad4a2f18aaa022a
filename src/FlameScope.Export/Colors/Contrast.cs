using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>Chooses black or white text for a color by its relative luminance, as defined by WCAG 2.</summary>
internal static class Contrast
{
    // Black and white have the same contrast with a luminance of 0.179: (1.05 / (l + 0.05)) = ((l + 0.05) / 0.05).
    private const double Middle = 0.179;

    private static readonly double[] Linear = Array.ConvertAll(Enumerable.Range(0, 256).ToArray(), ToLinear);

    public static bool NeedsWhite(Rgb color) =>
        (0.2126 * Linear[color.R]) + (0.7152 * Linear[color.G]) + (0.0722 * Linear[color.B]) < Middle;

    private static double ToLinear(int channel)
    {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
