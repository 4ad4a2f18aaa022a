using System.Buffers.Text;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>Reads a heat map from lines of a time and a value, such as a database's client prints.</summary>
/// <remarks>
/// <para>Each line is <c>time,value</c>: the time in nanoseconds since 1970 (or on any other clock), which is in the cell that it is added to, and the
/// number of samples, or another value, that is added. A tab, a semicolon or a vertical bar may be used instead of the comma; spaces and double quotes
/// around a number are ignored. A first line whose first field is not a number is taken as the names of the columns. Empty lines are ignored.</para>
/// <para>The lines may be in any order. The first column of the map starts at the whole second at or before the earliest time.</para>
/// </remarks>
/// <example>
/// <code>
/// time_unix_nano,samples
/// 1700000000000000000,12
/// 1700000000020000000,9
/// </code>
/// </example>
public static class HeatmapCellReader
{
    private const int MaximumLineLength = 1000;

    /// <summary>Reads a heat map.</summary>
    /// <param name="input">The lines, in UTF-8. The stream is not closed.</param>
    /// <param name="options">
    /// The options; <c>null</c> for the defaults. The weight names what the values are; by default they are numbers of samples.
    /// <see cref="HeatmapOptions.CropToRange"/> is ignored.
    /// </param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The heat map; <c>null</c> if there is no line with a value.</returns>
    /// <exception cref="FormatException">A line is not a time and a value, or the sum of all values does not fit in 64 bits.</exception>
    /// <exception cref="HeatmapTooLargeException">The map would exceed the maximum number of columns or cells.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns are shorter than one nanosecond per row.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static SubsecondHeatmap? Read(Stream input, HeatmapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= new HeatmapOptions();
        // Values of one time are added, so that the memory is bounded by the number of distinct times and not by the number of lines.
        var totals = new Dictionary<long, long>();
        long total = 0;
        foreach ((long time, long value, long line) in ReadLines(input, cancellationToken))
        {
            if (value > long.MaxValue - total) throw Bad(line, "the sum of all values does not fit in 64 bits");
            total += value;
            totals[time] = totals.GetValueOrDefault(time) + value;
        }
        if (totals.Count == 0) return null;
        long first = totals.Keys.Min(), second = TimeRange.NanosecondsPerSecond;
        long rest = ((first % second) + second) % second;
        long origin = first - rest > first || first - rest == SampleTable.NoTime ? first : first - rest;
        HeatmapGrid grid = HeatmapGrid.Create(origin, totals.Keys.Max(), options);
        long[] cells = new long[grid.ColumnCount * grid.RowCount];
        foreach ((long time, long value) in totals) cells[grid.CellOf(time)] += value;
        return SubsecondHeatmap.FromCells(origin, cells, options);
    }

    private static IEnumerable<(long Time, long Value, long Line)> ReadLines(Stream input, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 16];
        int length = 0;
        long line = 0;
        for (bool isEnd = false; !isEnd;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = input.Read(buffer, length, buffer.Length - length);
            isEnd = read == 0;
            length += read;
            int start = 0;
            while (start < length)
            {
                int end = Array.IndexOf(buffer, (byte)'\n', start, length - start);
                if (end < 0 && !isEnd) break;
                if (end < 0) end = length;
                line++;
                if (TryRead(buffer.AsSpan(start, end - start), line, out long time, out long value)) yield return (time, value, line);
                start = end + 1;
            }
            start = Math.Min(start, length);
            Buffer.BlockCopy(buffer, start, buffer, 0, length - start);
            length -= start;
            if (length > MaximumLineLength) throw Bad(line + 1, "the line is too long");
        }
    }

    // Returns false for a line without a value: an empty one, or the names of the columns.
    private static bool TryRead(ReadOnlySpan<byte> line, long number, out long time, out long value)
    {
        time = value = 0;
        if (number == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        line = line.Trim(" \r"u8);
        if (line.IsEmpty) return false;
        int end = line.IndexOfAny(",;|\t"u8);
        if (end < 0) throw Bad(number, "there are not two fields");
        if (!TryNumber(line[..end], out time))
        {
            if (number == 1 && !char.IsAsciiDigit((char)line[0])) return false;
            throw Bad(number, "the first field is not a time in nanoseconds");
        }
        if (time is SampleTable.NoTime or long.MaxValue) throw Bad(number, "the time is outside the times that a profile can have");
        if (!TryNumber(line[(end + 1)..], out value) || value < 0) throw Bad(number, "the second field is not a number of samples or another value");
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> field, out long number)
    {
        field = field.Trim(" \""u8);
        return Utf8Parser.TryParse(field, out number, out int length) && length == field.Length;
    }

    private static FormatException Bad(long line, string problem) => new(string.Create(
        CultureInfo.InvariantCulture, $"Line {line}: {problem}. A line is a time in nanoseconds, a comma and a value, such as 1700000000020000000,12."));
}
