using FlameScope.Cli.Output;
using FlameScope.FlameGraph;

namespace FlameScope.Cli.Text;

/// <summary>Draws tables of functions. Names are plain text, never markup.</summary>
internal static class TopText
{
    public static void Draw(FunctionTable table, int count, TextCanvas canvas)
    {
        Write(table.Rows, table.Total, table.Unit, count, canvas);
        string unit = SafeText.Total(table.Total, table.Weight, table.Unit);
        string shown = count < table.Rows.Count ? $"{SafeText.Number(count)} of {SafeText.Count(table.Rows.Count, "function")}" : SafeText.Count(count, "function");
        canvas.Write($"\n{shown}, {unit}\n", TextStyle.Faint);
    }

    /// <summary>Draws one table per group.</summary>
    public static void Draw(IReadOnlyList<FunctionGroup> groups, int count, StackTree tree, TextCanvas canvas)
    {
        foreach (FunctionGroup group in groups)
        {
            string unit = SafeText.Total(group.Total, tree.Weight, tree.Unit);
            canvas.Write($"{SafeText.Clean(group.Name)}: {SafeText.Count(group.Rows.Count, "function")}, {unit}\n", TextStyle.Bold);
            Write(group.Rows, group.Total, tree.Unit, count, canvas);
            canvas.Write("\n");
        }
    }

    private static void Write(IReadOnlyList<FunctionRow> rows, long total, string unit, int count, TextCanvas canvas)
    {
        var table = new TextTable(
            TextColumn.Number(1), TextColumn.Number(3, rank: 2), TextColumn.Number(1), TextColumn.Number(3, rank: 1), new TextColumn(0, 2, Rank: 3),
            new TextColumn(0, 0, Excess: TextExcess.IsCut));
        table.AddHead("self", "", "total", "", "kind", "function");
        foreach (FunctionRow row in rows.Take(count))
        {
            table.Add(
                new TextCell(SafeText.Value(row.Self, unit)),
                new TextCell(SafeText.Percent(row.Self, total), TextStyle.Faint),
                new TextCell(SafeText.Value(row.Total, unit)),
                new TextCell(SafeText.Percent(row.Total, total), TextStyle.Faint),
                new TextCell(KindName.Of(row.Kind), KindName.StyleOf(row.Kind)),
                new TextCell(SafeText.Clean(row.Name)));
        }
        canvas.Write(table);
    }
}
