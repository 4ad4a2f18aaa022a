using Spectre.Console;
using Spectre.Console.Rendering;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Output;

/// <summary>Draws text with Spectre.Console, in colors and at most as wide as the terminal.</summary>
internal sealed class RichCanvas(IAnsiConsole console) : TextCanvas
{
    private const int MinimumNameWidth = 24;

    public override int Width => console.Profile.Width;

    public override void Write(string text, TextStyle style = TextStyle.Plain) => console.Write(new SpectreText(text, StyleOf(style)));

    public override void Write(TextTable table)
    {
        var grid = new Grid();
        int[] columns = ColumnsThatFit(table);
        foreach (TextColumn column in columns.Select(i => table.Columns[i]))
        {
            var shown = new GridColumn { Padding = new Padding(column.Left, 0, column.Right, 0), NoWrap = column.Excess == TextExcess.None };
            grid.AddColumn(column.IsNumber ? shown.RightAligned() : shown);
        }
        foreach (TextCell[] row in table.Rows) grid.AddRow([.. columns.Select(i => Draw(row[i], table.Columns[i]))]);
        console.Write(grid);
    }

    // Leaves out columns until names have enough space, or only columns of rank 0 are left.
    private int[] ColumnsThatFit(TextTable table)
    {
        int[] widths = [.. table.Columns.Select((column, i) =>
        {
            int width = table.Rows.Select(row => new Segment(row[i].Text).CellCount()).DefaultIfEmpty().Max();
            return column.Left + column.Right + (column.Excess == TextExcess.None ? width : Math.Min(width, MinimumNameWidth));
        })];
        List<int> shown = [.. Enumerable.Range(0, widths.Length)];
        while (shown.Sum(i => widths[i]) > Width && shown.MaxBy(i => table.Columns[i].Rank) is int last && table.Columns[last].Rank > 0) shown.Remove(last);
        return [.. shown];
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
