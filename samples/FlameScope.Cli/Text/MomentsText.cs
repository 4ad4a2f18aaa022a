using System.Globalization;
using FlameScope.Heatmap;
using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws moments as a table; of what is periodic the most telling time only. Names go in as plain text, never as markup.</summary>
internal static class MomentsText
{
    private const int NamesShown = 4;
    private const int NameLength = 80;

    private static readonly Style Faint = new(Color.Grey);

    public static void Draw(IReadOnlyList<Moment> moments, int limit, long samples, IAnsiConsole console)
    {
        var grid = new Grid();
        for (int i = 0; i < 4; i++) grid.AddColumn(new GridColumn().PadLeft(0).PadRight(3).NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(3).NoWrap());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(Head("from"), Head("to"), Head("samples"), Head("score"), Head("kind"), Head("what sets it apart"));
        var seen = new HashSet<(double, int)>();
        int shown = 0;
        foreach (Moment moment in moments)
        {
            if (moment.Kind == MomentKind.Periodic && !seen.Add((moment.Period, moment.RepeatCount))) continue;
            if (++shown > limit) continue;
            grid.AddRow(
                new SpectreText(moment.From.ToString("F3", CultureInfo.InvariantCulture)),
                new SpectreText(moment.To.ToString("F3", CultureInfo.InvariantCulture)),
                new SpectreText(SafeText.Number(moment.SampleCount)),
                new SpectreText(moment.Score.ToString("F0", CultureInfo.InvariantCulture), Faint),
                new SpectreText(Describe(moment)),
                new SpectreText(string.Join(", ", moment.Functions.Take(NamesShown).Select(name => SafeText.Short(name, NameLength)))) { Overflow = Overflow.Ellipsis });
        }
        if (shown > 0) console.Write(grid);
        string what = shown == 0 ? "Nothing stands out"
            : shown > limit ? $"{SafeText.Number(limit)} of {SafeText.Count(shown, "moment")}" : SafeText.Count(shown, "moment");
        console.Write(new SpectreText($"{(shown == 0 ? "" : "\n")}{what} in {SafeText.Count(samples, "sample")}\n", Faint));
    }

    private static string Describe(Moment moment) => moment.Kind == MomentKind.Periodic
        ? string.Create(CultureInfo.InvariantCulture, $"every {moment.Period:0.###} s, {moment.RepeatCount} times")
        : MomentsJson.NameOf(moment.Kind);

    private static SpectreText Head(string name) => new(name, new Style(decoration: Decoration.Bold));
}
