using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>Makes the rows of <see cref="FunctionChanges"/>: the few leading ones at once, all of them when someone asks.</summary>
internal sealed class FunctionChangeRows
{
    private readonly ChangeSides _sides;
    private readonly List<ExplanationFinder.Lead> _leads;
    private readonly ShareChange[] _totals;
    private readonly double[] _adjusted;

    public FunctionChangeRows(ChangeSides sides, List<ExplanationFinder.Lead> leads)
    {
        (_sides, _leads) = (sides, leads);
        _totals = new ShareChange[sides.Functions.Count];
        for (int i = 0; i < _totals.Length; i++) _totals[i] = sides.TotalOf(i);
        _adjusted = Array.ConvertAll(_totals, c => c.PValue);
        AdjustByHolm(_adjusted);
    }

    public FunctionChange[] MakeLeading() => [.. _leads.Select(lead => RowOf(lead.Function, lead))];

    public FunctionChange[] MakeAll()
    {
        var leads = new ExplanationFinder.Lead?[_totals.Length];
        var ranks = new int[_totals.Length];
        Array.Fill(ranks, int.MaxValue);
        for (int i = 0; i < _leads.Count; i++) (leads[_leads[i].Function], ranks[_leads[i].Function]) = (_leads[i], i);
        var order = new int[_totals.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => Compare(a, b, ranks));
        return Array.ConvertAll(order, i => RowOf(i, leads[i]));
    }

    private FunctionChange RowOf(int function, ExplanationFinder.Lead? lead) => new()
    {
        Name = _sides.Functions.GetName(function),
        Kind = _sides.Functions.GetKind(function),
        Presence = _sides.PresenceOf(function),
        Self = _sides.SelfOf(function),
        Total = _totals[function],
        AdjustedPValue = _adjusted[function],
        LeadingPValue = lead?.PValue,
        Path = lead?.Path ?? [],
    };

    private int Compare(int a, int b, int[] ranks)
    {
        int order = ranks[a].CompareTo(ranks[b]);
        if (order == 0) order = _totals[a].PValue.CompareTo(_totals[b].PValue);
        if (order == 0) order = Math.Abs(_totals[b].Delta).CompareTo(Math.Abs(_totals[a].Delta));
        return order != 0 ? order : _sides.Functions.Compare(a, b);
    }

    // The least of n values times n, the next one times n - 1, and so on; none below the one before it.
    private static void AdjustByHolm(double[] values)
    {
        var order = new int[values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        values.AsSpan().Sort(order.AsSpan());
        double greatest = 0;
        for (int i = 0; i < values.Length; i++) values[i] = greatest = Math.Max(greatest, Math.Min(1, values[i] * (values.Length - i)));
        order.AsSpan().Sort(values.AsSpan());
    }
}
