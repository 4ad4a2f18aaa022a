using System.Globalization;
using FlameScope.Analysis;
using FlameScope.Cli.Output;
using FlameScope.Heatmap;

namespace FlameScope.Cli.Text;

/// <summary>Draws moments as a table, with one row for all repetitions of a periodic moment. Names are plain text, never markup.</summary>
internal static class MomentsText
{
    private const int NamesShown = 4;
    private const int NameLength = 80;

    public static void Draw(IReadOnlyList<Moment> moments, int limit, long samples, TextCanvas canvas)
    {
        var table = new TextTable(
            TextColumn.Number(3), TextColumn.Number(3), TextColumn.Number(3), TextColumn.Number(3), new TextColumn(0, 3), new TextColumn(0, 0, Excess: TextExcess.IsCut));
        table.AddHead("from", "to", "samples", "score", "kind", "distinguishing functions");
        var seen = new HashSet<(TimeSpan, int)>();
        int shown = 0;
        foreach (Moment moment in moments)
        {
            if (moment.Kind == MomentKind.Periodic && !seen.Add((moment.Period, moment.RepeatCount))) continue;
            if (++shown > limit) continue;
            table.Add(
                new TextCell(moment.From.ToString("F3", CultureInfo.InvariantCulture)),
                new TextCell(moment.To.ToString("F3", CultureInfo.InvariantCulture)),
                new TextCell(SafeText.Number(moment.SampleCount)),
                new TextCell(moment.Score.ToString("F0", CultureInfo.InvariantCulture), TextStyle.Faint),
                new TextCell(Describe(moment)),
                new TextCell(string.Join(", ", moment.Functions.Take(NamesShown).Select(name => SafeText.Short(name, NameLength)))));
        }
        if (shown > 0) canvas.Write(table);
        string what = shown == 0 ? "No moments found"
            : shown > limit ? $"{SafeText.Number(limit)} of {SafeText.Count(shown, "moment")}" : SafeText.Count(shown, "moment");
        canvas.Write($"{(shown == 0 ? "" : "\n")}{what} in {SafeText.Count(samples, "sample")}\n", TextStyle.Faint);
    }

    private static string Describe(Moment moment) => moment.Kind == MomentKind.Periodic
        ? string.Create(CultureInfo.InvariantCulture, $"every {moment.Period.TotalSeconds:0.###} s, {moment.RepeatCount} times")
        : MomentsJson.NameOf(moment.Kind);
}
