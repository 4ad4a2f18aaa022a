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

    // A narrower terminal shows no scores.
    private const int MinimumWidth = 100;

    public static void Draw(IReadOnlyList<Moment> moments, int limit, long samples, TextCanvas canvas)
    {
        bool isNarrow = canvas.Width < MinimumWidth;
        int gap = isNarrow ? 2 : 3;
        TextColumn number = TextColumn.Number(gap);
        var functions = new TextColumn(0, 0, Excess: TextExcess.IsCut);
        TextTable table = isNarrow
            ? new TextTable(number, number, number, new TextColumn(0, gap), functions)
            : new TextTable(number, number, number, number, new TextColumn(0, gap), functions);
        if (isNarrow) table.AddHead("from", "to", "samples", "kind", "functions");
        else table.AddHead("from", "to", "samples", "score", "kind", "distinguishing functions");
        var seen = new HashSet<(TimeSpan, int)>();
        int shown = 0;
        foreach (Moment moment in moments)
        {
            if (moment.Kind == MomentKind.Periodic && !seen.Add((moment.Period, moment.RepeatCount))) continue;
            if (++shown > limit) continue;
            var names = new TextCell(string.Join(", ", moment.Functions.Take(NamesShown).Select(name => SafeText.Short(name, NameLength))));
            var from = new TextCell(moment.From.ToString("F3", CultureInfo.InvariantCulture));
            var to = new TextCell(moment.To.ToString("F3", CultureInfo.InvariantCulture));
            var count = new TextCell(SafeText.Number(moment.SampleCount));
            var score = new TextCell(moment.Score.ToString("F0", CultureInfo.InvariantCulture), TextStyle.Faint);
            if (isNarrow) table.Add(from, to, count, new TextCell(Describe(moment, isShort: true)), names);
            else table.Add(from, to, count, score, new TextCell(Describe(moment, isShort: false)), names);
        }
        if (shown > 0) canvas.Write(table);
        string what = shown == 0 ? "No moments found"
            : shown > limit ? $"{SafeText.Number(limit)} of {SafeText.Count(shown, "moment")}" : SafeText.Count(shown, "moment");
        canvas.Write($"{(shown == 0 ? "" : "\n")}{what} in {SafeText.Count(samples, "sample")}\n", TextStyle.Faint);
    }

    private static string Describe(Moment moment, bool isShort) => moment.Kind == MomentKind.Periodic
        ? string.Create(CultureInfo.InvariantCulture, $"every {moment.Period.TotalSeconds:0.###} s{(isShort ? "" : $", {SafeText.Number(moment.RepeatCount)} times")}")
        : MomentsJson.NameOf(moment.Kind);
}
