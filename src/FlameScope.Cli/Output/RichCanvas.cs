using Spectre.Console;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Output;

/// <summary>Draws text with Spectre.Console, in colors and at most as wide as the terminal.</summary>
internal sealed class RichCanvas(IAnsiConsole console) : TextCanvas
{
    public override int Width => console.Profile.Width;

    public override void Write(string text, TextStyle style = TextStyle.Plain) => console.Write(new SpectreText(text, StyleOf(style)));

    public override void Write(TextTable table)
    {
        var grid = new Grid();
        foreach (TextColumn column in table.Columns)
        {
            var shown = new GridColumn { Padding = new Padding(column.Left, 0, column.Right, 0), NoWrap = column.Excess == TextExcess.None };
            grid.AddColumn(column.IsNumber ? shown.RightAligned() : shown);
        }
        foreach (TextCell[] row in table.Rows) grid.AddRow([.. row.Select((cell, i) => Draw(cell, table.Columns[i]))]);
        console.Write(grid);
    }

    private static SpectreText Draw(TextCell cell, TextColumn column) =>
        new(cell.Text, StyleOf(cell.Style)) { Overflow = column.Excess == TextExcess.IsCut ? Overflow.Ellipsis : null };

    private static Style? StyleOf(TextStyle style) => style switch
    {
        TextStyle.Faint => new Style(Color.Grey),
        TextStyle.Bold => new Style(decoration: Decoration.Bold),
        TextStyle.Heading => new Style(Color.Orange1, decoration: Decoration.Bold),
        // The colors of these kinds in flame graphs (Palette.Kind).
        TextStyle.Kernel => new Style(new Color(0xEE, 0x88, 0x66)),
        TextStyle.User => new Style(new Color(0xEE, 0xDD, 0x88)),
        TextStyle.Jit => new Style(new Color(0x44, 0xBB, 0x99)),
        TextStyle.Inlined => new Style(new Color(0x77, 0xAA, 0xDD)),
        _ => null,
    };
}
