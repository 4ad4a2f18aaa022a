using FlameScope.FlameGraph;
using FlameScope.Model;
using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws a table of functions. Names go in as plain text, never as markup.</summary>
internal static class TopText
{
    private static readonly Style Faint = new(Color.Grey);

    public static void Draw(FunctionTable table, int count, IAnsiConsole console)
    {
        Write(table.Rows, table.Total, count, console);
        string unit = table.Weight == SampleWeight.Period ? $"periods of {SafeText.Number(table.Total)} together" : SafeText.Count(table.Total, "sample");
        string shown = count < table.Rows.Count ? $"{SafeText.Number(count)} of {SafeText.Count(table.Rows.Count, "function")}" : SafeText.Count(count, "function");
        console.Write(new SpectreText($"\n{shown}, {unit}\n", Faint));
    }

    /// <summary>Draws a table a group.</summary>
    public static void Draw(IReadOnlyList<FunctionGroup> groups, int count, SampleWeight weight, IAnsiConsole console)
    {
        foreach (FunctionGroup group in groups)
        {
            string unit = weight == SampleWeight.Period ? $"periods of {SafeText.Number(group.Total)} together" : SafeText.Count(group.Total, "sample");
            console.Write(new SpectreText($"{SafeText.Clean(group.Name)}: {SafeText.Count(group.Rows.Count, "function")}, {unit}\n", new Style(decoration: Decoration.Bold)));
            Write(group.Rows, group.Total, count, console);
            console.WriteLine();
        }
    }

    private static void Write(IReadOnlyList<FunctionRow> rows, long total, int count, IAnsiConsole console)
    {
        var grid = new Grid();
        for (int i = 0; i < 4; i++) grid.AddColumn(new GridColumn().PadLeft(0).PadRight(i % 2 == 0 ? 1 : 3).NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(2).NoWrap());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(ChangesText.Head("self"), ChangesText.Head(""), ChangesText.Head("total"), ChangesText.Head(""), ChangesText.Head("kind"), ChangesText.Head("function"));
        foreach (FunctionRow row in rows.Take(count))
        {
            grid.AddRow(
                new SpectreText(SafeText.Number(row.Self)),
                new SpectreText(SafeText.Percent(row.Self, total), Faint),
                new SpectreText(SafeText.Number(row.Total)),
                new SpectreText(SafeText.Percent(row.Total, total), Faint),
                new SpectreText(KindName.Of(row.Kind), KindName.StyleOf(row.Kind)),
                new SpectreText(SafeText.Clean(row.Name)) { Overflow = Overflow.Ellipsis });
        }
        console.Write(grid);
    }
}
