using System.Globalization;
using System.Text;

namespace FlameScope.Export;

/// <summary>Writes the axis of time of a flame chart. The script writes the same axis for the time of the zoomed frame.</summary>
internal static class TimeAxis
{
    private const double MinimumDistance = 90;

    /// <summary>Writes the group of the axis: a line, and ticks with the seconds after the start of the profile.</summary>
    /// <param name="output">The output.</param>
    /// <param name="start">The time of the left edge, in nanoseconds.</param>
    /// <param name="length">The time from the left to the right edge, in nanoseconds.</param>
    /// <param name="left">The left edge, in pixels.</param>
    /// <param name="width">The distance of the edges, in pixels.</param>
    public static void Write(Utf8Output output, long start, long length, int left, int width)
    {
        output.Write("<g class=\"axis\">"u8);
        if (length > 0)
        {
            long step = HeatmapAxes.NiceStep(length * MinimumDistance / width);
            int decimals = DecimalsOf(step);
            output.Write("<path d=\"M"u8);
            output.Write(left);
            output.Write(" .5h"u8);
            output.Write(width);
            output.Write("\"/>"u8);
            for (long tick = (start + step - 1) / step * step; tick <= start + length; tick += step)
            {
                double x = left + ((double)(tick - start) / length * width);
                WriteTick(output, x, left, width, Encoding.UTF8.GetBytes((tick / 1e9).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
            }
        }
        output.Write("</g>"u8);
    }

    // The first and last labels do not extend beyond the edges.
    private static void WriteTick(Utf8Output output, double x, int left, int width, ReadOnlySpan<byte> seconds)
    {
        output.Write("<path d=\"M"u8);
        output.WriteHundredths((long)Math.Round(x * 100));
        output.Write(" 0v5\"/><text x=\""u8);
        output.WriteHundredths((long)Math.Round(x * 100));
        output.Write("\" y=\"17\""u8);
        if (x < left + 30) output.Write(" class=\"first\""u8);
        else if (x > left + width - 30) output.Write(" class=\"last\""u8);
        output.WriteByte((byte)'>');
        output.Write(seconds);
        output.Write(" s</text>"u8);
    }

    private static int DecimalsOf(long step)
    {
        int decimals = 9;
        while (decimals > 0 && step % 10 == 0)
        {
            step /= 10;
            decimals--;
        }
        return decimals;
    }
}
