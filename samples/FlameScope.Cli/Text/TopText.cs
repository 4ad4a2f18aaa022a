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
        var grid = new Grid();
        for (int i = 0; i < 4; i++) grid.AddColumn(new GridColumn().PadLeft(0).PadRight(i % 2 == 0 ? 1 : 3).NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(2).NoWrap());
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(Head("self"), Head(""), Head("total"), Head(""), Head("kind"), Head("function"));
        for (int i = 0; i < count; i++)
        {
            FunctionRow row = table.Rows[i];
            grid.AddRow(
                new SpectreText(SafeText.Number(row.Self)),
                new SpectreText(SafeText.Percent(row.Self, table.Total), Faint),
                new SpectreText(SafeText.Number(row.Total)),
                new SpectreText(SafeText.Percent(row.Total, table.Total), Faint),
                new SpectreText(KindName.Of(row.Kind), new Style(ColorOf(row.Kind))),
                new SpectreText(SafeText.Clean(row.Name)) { Overflow = Overflow.Ellipsis });
        }
        console.Write(grid);
        string unit = table.Weight == SampleWeight.Period ? $"periods of {SafeText.Number(table.Total)} together" : SafeText.Count(table.Total, "sample");
        string shown = count < table.Rows.Count ? $"{SafeText.Number(count)} of {SafeText.Count(table.Rows.Count, "function")}" : SafeText.Count(count, "function");
        console.Write(new SpectreText($"\n{shown}, {unit}\n", Faint));
    }

    private static SpectreText Head(string name) => new(name, new Style(decoration: Decoration.Bold));

    private static Color ColorOf(FrameKind kind) => kind switch
    {
        FrameKind.Kernel => Color.Orange1,
        FrameKind.User => Color.IndianRed1,
        FrameKind.Jit => Color.Green3,
        FrameKind.Inlined => Color.Aquamarine3,
        _ => Color.Grey,
    };
}
