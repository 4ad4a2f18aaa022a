using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>The limit on a line's length. A text of one endless line must not fill memory.</summary>
internal static class LineLimit
{
    /// <summary>Checks what a reader left of a block: a line without its end; or two, where the first is not read before the second is there.</summary>
    /// <param name="rest">What was left.</param>
    /// <param name="maximum">The longest line.</param>
    /// <param name="line">The number of the first line that was left.</param>
    /// <param name="start">Where it starts in the text, in bytes.</param>
    /// <exception cref="ProfileFormatException">One of them is longer.</exception>
    public static void CheckRest(ReadOnlySpan<byte> rest, int maximum, long line, long start)
    {
        if (rest.Length <= maximum) return;
        int end = rest.IndexOf((byte)'\n');
        if (end > maximum || end < 0) Throw(maximum, line, start);
        if (rest.Length - end - 1 > maximum) Throw(maximum, line + 1, start + end + 1);
    }

    /// <summary>Checks the line that a reader has read.</summary>
    /// <exception cref="ProfileFormatException">It is longer.</exception>
    public static void CheckLine(scoped ref readonly PerfScriptReader reader, int maximum) =>
        CheckLength(reader.LineLength, maximum, reader.LineNumber, reader.LineStart);

    /// <summary>Checks the length of a line.</summary>
    /// <exception cref="ProfileFormatException">It is longer.</exception>
    public static void CheckLength(int length, int maximum, long line, long start)
    {
        if (length > maximum) Throw(maximum, line, start);
    }

    private static void Throw(int maximum, long line, long start) => throw new ProfileFormatException(
        string.Create(CultureInfo.InvariantCulture, $"the line is longer than the limit of {maximum} bytes ({nameof(ProfileReadOptions.MaximumLineLength)})"),
        line,
        start);
}
