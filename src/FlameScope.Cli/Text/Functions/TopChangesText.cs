using System.Globalization;
using FlameScope.Analysis;
using FlameScope.Cli.Output;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>Draws the functions with the most samples, and their changes against a baseline.</summary>
internal static class TopChangesText
{
    public static void Draw(FunctionChanges changes, IReadOnlyList<FunctionChange> rows, string baseline, TextCanvas canvas)
    {
        TextTable table = ChangesText.Columns([0, 6, 3, 1, 7, 2, 4], [5]);
        table.AddHead("self", "", "change", "total", "", "change", "p-value", "kind", "function");
        foreach (FunctionChange row in rows)
        {
            table.Add(
                new TextCell(SafeText.Value(row.Self.Target, changes.Unit)),
                new TextCell(SafeText.Percent(row.Self.TargetShare), TextStyle.Faint),
                new TextCell(Signed(row.Self.Delta)),
                new TextCell(SafeText.Value(row.Total.Target, changes.Unit)),
                new TextCell(SafeText.Percent(row.Total.TargetShare), TextStyle.Faint),
                new TextCell(Signed(row.Total.Delta)),
                new TextCell(ChangesText.PValue(row.AdjustedPValue)),
                new TextCell(KindName.Of(row.Kind), KindName.StyleOf(row.Kind)),
                new TextCell(SafeText.Clean(row.Name)));
        }
        canvas.Write(table);
        string unit = changes.Weight == SampleWeight.Samples ? "" : $" with {SafeText.Total(changes.TargetTotal, changes.Weight, changes.Unit, "a total ", " of")}";
        string text = $"{SafeText.Count(rows.Count, "function")}; {SafeText.Count(changes.TargetSampleCount, "sample")}{unit}"
            + $" against {SafeText.Number(changes.BaselineSampleCount)} of {baseline}, changes in percentage points";
        canvas.Write($"\n{SafeText.Clean(text)}\n", TextStyle.Faint);
    }

    private static string Signed(double delta) => (delta * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
