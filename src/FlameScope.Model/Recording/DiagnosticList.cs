namespace FlameScope.Model;

/// <summary>Diagnostics in the order they are shown, and those of several inputs joined.</summary>
internal static class DiagnosticList
{
    /// <summary>Most frequent first; of equally frequent ones the order is that of their reasons, so that it does not depend on how they came.</summary>
    public static IReadOnlyList<ReadDiagnostic> Sort(IEnumerable<ReadDiagnostic> diagnostics) =>
        diagnostics is IReadOnlyCollection<ReadDiagnostic> { Count: 0 } ? [] // which is nearly always, and to sort nothing takes a millisecond to start
            : [.. diagnostics.OrderByDescending(d => d.Count).ThenBy(d => d.Reason, StringComparer.Ordinal)];

    /// <summary>One diagnostic a reason. Counts add up; lines and text are those of the first input that has the reason.</summary>
    /// <exception cref="OverflowException">A count does not fit a <see cref="long"/>.</exception>
    public static IReadOnlyList<ReadDiagnostic> Join(IEnumerable<ReadDiagnostic> diagnostics)
    {
        var joined = new Dictionary<string, ReadDiagnostic>(StringComparer.Ordinal);
        foreach (ReadDiagnostic each in diagnostics)
        {
            joined[each.Reason] = joined.TryGetValue(each.Reason, out ReadDiagnostic? first) ? first with { Count = checked(first.Count + each.Count) } : each;
        }
        return Sort(joined.Values);
    }
}
