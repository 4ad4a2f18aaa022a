using System.Globalization;
using FlameScope.FlameGraph;
using FlameScope.Model;
using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws the functions that ran most, and how much more or less that is than in a baseline.</summary>
internal static class TopChangesText
{
    private static readonly string[] Heads = ["self", "", "change", "total", "", "change", "by chance", "kind", "function"];

    public static void Draw(FunctionChanges changes, IReadOnlyList<FunctionChange> rows, string baseline, IAnsiConsole console)
    {
        Grid grid = ChangesText.Columns(7, 2);
        grid.AddRow([.. Heads.Select(ChangesText.Head)]);
        foreach (FunctionChange row in rows)
        {
            grid.AddRow(
                new SpectreText(SafeText.Number(row.Self.Target)),
                new SpectreText(SafeText.Percent(row.Self.TargetShare), new Style(Color.Grey)),
                new SpectreText(Signed(row.Self.Delta)),
                new SpectreText(SafeText.Number(row.Total.Target)),
                new SpectreText(SafeText.Percent(row.Total.TargetShare), new Style(Color.Grey)),
                new SpectreText(Signed(row.Total.Delta)),
                new SpectreText(ChangesText.Chance(row.AdjustedPValue)),
                new SpectreText(KindName.Of(row.Kind), KindName.StyleOf(row.Kind)),
                new SpectreText(SafeText.Clean(row.Name)) { Overflow = Overflow.Ellipsis });
        }
        console.Write(grid);
        string unit = changes.Weight == SampleWeight.Period ? $", periods of {SafeText.Number(changes.TargetTotal)} together" : "";
        string text = $"{SafeText.Count(rows.Count, "function")}; {SafeText.Count(changes.TargetSampleCount, "sample")}{unit}"
            + $" against {SafeText.Number(changes.BaselineSampleCount)} of {baseline}, changes in points of the share";
        console.Write(new SpectreText($"\n{SafeText.Clean(text)}\n", new Style(Color.Grey)));
    }

    private static string Signed(double delta) => (delta * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
