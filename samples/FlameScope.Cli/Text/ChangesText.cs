using System.Globalization;
using FlameScope.FlameGraph;
using FlameScope.Model;
using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws what is different, function by function. Names go in as plain text, never as markup.</summary>
internal static class ChangesText
{
    private const int CallersShown = 2;
    private const int CallerLength = 60;

    private static readonly Style Faint = new(Color.Grey);

    public static void Draw(FunctionChanges changes, FunctionChange[] rows, string baseline, IAnsiConsole console)
    {
        if (rows.Length > 0)
        {
            Grid grid = Columns(4, 3);
            grid.AddRow(Head("by chance"), Head("total before → after"), Head("self before → after"), Head("samples"), Head(""), Head("kind"), Head("function"));
            foreach (FunctionChange row in rows)
            {
                grid.AddRow(
                    ChanceOf(row),
                    SharesOf(row.Total),
                    SharesOf(row.Self),
                    new SpectreText($"{SafeText.Number(row.Total.Baseline)} → {SafeText.Number(row.Total.Target)}"),
                    new SpectreText(row.Presence switch { DiffPresence.New => "new", DiffPresence.Gone => "gone", _ => "" }),
                    new SpectreText(KindName.Of(row.Kind), KindName.StyleOf(row.Kind)),
                    new SpectreText(NameOf(row)) { Overflow = Overflow.Ellipsis });
            }
            console.Write(grid);
        }
        string found = changes.Leading.Count == 0
            ? "nothing differs beyond chance"
            : $"{SafeText.Count(changes.Leading.Count, "function")} {(changes.Leading.Count == 1 ? "explains" : "explain")} the difference";
        string sides = $"{SafeText.Count(changes.TargetSampleCount, "sample")} against {SafeText.Number(changes.BaselineSampleCount)} of {baseline}";
        console.Write(new SpectreText($"{(rows.Length > 0 ? "\n" : "")}{found}; {SafeText.Clean(sides)}, compared by share\n", Faint));
    }

    /// <summary>How likely chance alone makes such a change.</summary>
    public static string Chance(double p) => p switch
    {
        < 1e-99 => "<1e-99",
        < 0.0005 => p.ToString("0e-0", CultureInfo.InvariantCulture),
        _ => p.ToString("0.000", CultureInfo.InvariantCulture),
    };

    internal static Grid Columns(int numbers, int texts)
    {
        var grid = new Grid();
        for (int i = 0; i < numbers; i++) grid.AddColumn(new GridColumn().PadLeft(0).PadRight(3).NoWrap().RightAligned());
        for (int i = 1; i < texts; i++) grid.AddColumn(new GridColumn().PadLeft(0).PadRight(2).NoWrap());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        return grid;
    }

    internal static SpectreText Head(string name) => new(name, new Style(decoration: Decoration.Bold));

    internal static SpectreText ChanceOf(FunctionChange row)
    {
        double p = row.LeadingPValue ?? row.AdjustedPValue;
        return new SpectreText(Chance(p), p <= FunctionChanges.Level ? null : Faint);
    }

    private static SpectreText SharesOf(ShareChange change) =>
        new($"{SafeText.Percent(change.BaselineShare),7} → {SafeText.Percent(change.TargetShare),7}", change.Target == 0 && change.Baseline == 0 ? Faint : null);

    private static string NameOf(FunctionChange row)
    {
        IEnumerable<string> callers = row.Path.SkipLast(1).Reverse().Where(n => n != row.Name).Take(CallersShown);
        string shown = string.Join(" ← ", callers.Select(name => SafeText.Short(name, CallerLength)));
        return shown.Length > 0 ? $"{SafeText.Clean(row.Name)}  ← {shown}" : SafeText.Clean(row.Name);
    }
}
