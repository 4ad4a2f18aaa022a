namespace FlameScope.Model;

/// <summary>Sorts and joins diagnostics.</summary>
internal static class DiagnosticList
{
    /// <summary>Sorts by count, descending, then by reason, so that the order is independent of the input order.</summary>
    public static IReadOnlyList<ReadDiagnostic> Sort(IEnumerable<ReadDiagnostic> diagnostics) =>
        diagnostics is IReadOnlyCollection<ReadDiagnostic> { Count: 0 } ? [] // The usual case; the first sort in a process takes a millisecond.
            : [.. diagnostics.OrderByDescending(d => d.Count).ThenBy(d => d.Reason, StringComparer.Ordinal)];

    /// <summary>Returns one diagnostic per reason. Counts are added; lines and text are those of the first input that has the reason.</summary>
    /// <exception cref="OverflowException">A count does not fit in a <see cref="long"/>.</exception>
    public static IReadOnlyList<ReadDiagnostic> Join(IEnumerable<ReadDiagnostic> diagnostics)
    {
        var joined = new Dictionary<string, ReadDiagnostic>(StringComparer.Ordinal);
        foreach (ReadDiagnostic each in diagnostics)
        {
            joined[each.Reason] = joined.TryGetValue(each.Reason, out ReadDiagnostic? first)
                ? new ReadDiagnostic { Reason = first.Reason, Count = checked(first.Count + each.Count), Lines = first.Lines, Positions = first.Positions, Text = first.Text }
                : each;
        }
        return Sort(joined.Values);
    }
}
