using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The limit on the length of a line: an input that is one endless line must not fill the memory.</summary>
internal static class LineLimit
{
    /// <summary>
    /// Checks the bytes of a block that a parser did not consume: a line without its end, or two lines if the first is parsed only with the second.
    /// </summary>
    /// <param name="rest">The bytes that were not consumed.</param>
    /// <param name="maximum">The maximum length of a line in bytes.</param>
    /// <param name="line">The number of the first line.</param>
    /// <param name="start">The offset of the first line in the input, in bytes.</param>
    /// <exception cref="ProfileFormatException">A line is longer.</exception>
    public static void CheckRest(ReadOnlySpan<byte> rest, int maximum, long line, long start)
    {
        if (rest.Length <= maximum) return;
        int end = rest.IndexOf((byte)'\n');
        if (end > maximum || end < 0) Throw(maximum, line, start);
        if (rest.Length - end - 1 > maximum) Throw(maximum, line + 1, start + end + 1);
    }

    /// <summary>Checks the length of a line.</summary>
    /// <exception cref="ProfileFormatException">The line is longer.</exception>
    public static void CheckLine(int length, int maximum, long line, long start)
    {
        if (length > maximum) Throw(maximum, line, start);
    }

    private static void Throw(int maximum, long line, long start) => throw new ProfileFormatException(
        ProfileReadError.LimitExceeded,
        string.Create(
            CultureInfo.InvariantCulture, $"the line is longer than the limit of {maximum} bytes ({nameof(ProfileReadOptions.MaximumLineLength)})"),
        InputPosition.AtLine(line, start));
}
