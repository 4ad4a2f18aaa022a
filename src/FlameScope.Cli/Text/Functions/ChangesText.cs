using System.Globalization;
using FlameScope.Analysis;
using FlameScope.Cli.Output;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>Draws the differences per function. Names are plain text, never markup.</summary>
internal static class ChangesText
{
    private const int CallersShown = 2;
    private const int CallerLength = 60;

    public static void Draw(FunctionChanges changes, FunctionChange[] rows, string baseline, TextCanvas canvas)
    {
        if (rows.Length > 0)
        {
            TextTable table = Columns([1, 0, 4, 3], [2, 5]);
            table.AddHead("p-value", "total before → after", "self before → after", "samples", "", "kind", "function");
            foreach (FunctionChange row in rows)
            {
                table.Add(
                    PValueOf(row),
                    SharesOf(row.Total),
                    SharesOf(row.Self),
                    new TextCell($"{SafeText.Number(row.Total.Baseline)} → {SafeText.Number(row.Total.Target)}"),
                    new TextCell(row.Presence switch { DiffPresence.New => "new", DiffPresence.Gone => "gone", _ => "" }),
                    new TextCell(KindName.Of(row.Kind), KindName.StyleOf(row.Kind)),
                    new TextCell(NameOf(row)));
            }
            canvas.Write(table);
        }
        string found = changes.Explanations.Count == 0
            ? "no significant difference"
            : $"{SafeText.Count(changes.Explanations.Count, "function")} {(changes.Explanations.Count == 1 ? "explains" : "explain")} the difference";
        string sides = $"{SafeText.Count(changes.TargetSampleCount, "sample")} against {SafeText.Number(changes.BaselineSampleCount)} of {baseline}";
        canvas.Write($"{(rows.Length > 0 ? "\n" : "")}{found}; {SafeText.Clean(sides)}, compared by share\n", TextStyle.Faint);
    }

    /// <summary>Formats the probability that chance alone causes such a change.</summary>
    public static string PValue(double p) => p switch
    {
        < 1e-99 => "<1e-99",
        < 0.0005 => p.ToString("0e-0", CultureInfo.InvariantCulture),
        _ => p.ToString("0.000", CultureInfo.InvariantCulture),
    };

    // Columns of numbers and of texts by their ranks, and the column of names.
    internal static TextTable Columns(int[] numbers, int[] texts) => new(
    [
        .. numbers.Select(rank => TextColumn.Number(3, rank: rank)),
        .. texts.Select(rank => new TextColumn(0, 2, Rank: rank)),
        new TextColumn(0, 0, Excess: TextExcess.IsCut),
    ]);

    internal static TextCell PValueOf(FunctionChange row)
    {
        double p = row.ExplanationPValue ?? row.AdjustedPValue;
        return new TextCell(PValue(p), p <= FunctionChanges.Level ? TextStyle.Plain : TextStyle.Faint);
    }

    private static TextCell SharesOf(ShareChange change) =>
        new($"{SafeText.Percent(change.BaselineShare),7} → {SafeText.Percent(change.TargetShare),7}", change.Target == 0 && change.Baseline == 0 ? TextStyle.Faint : TextStyle.Plain);

    private static string NameOf(FunctionChange row)
    {
        IEnumerable<string> callers = row.Path.SkipLast(1).Reverse().Where(n => n != row.Name).Take(CallersShown);
        string shown = string.Join(" ← ", callers.Select(name => SafeText.Short(name, CallerLength)));
        return shown.Length > 0 ? $"{SafeText.Clean(row.Name)}  ← {shown}" : SafeText.Clean(row.Name);
    }
}
