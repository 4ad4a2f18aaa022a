namespace FlameScope.Cli.Output;

/// <summary>A table whose columns are as wide as their widest cells.</summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private readonly List<TextCell[]> _rows = [];

    public IReadOnlyList<TextColumn> Columns => columns;

    public IReadOnlyList<TextCell[]> Rows => _rows;

    public void Add(params TextCell[] cells) => _rows.Add(cells);

    /// <summary>Adds the row of column headings.</summary>
    public void AddHead(params string[] names) => _rows.Add(Array.ConvertAll(names, name => new TextCell(name, TextStyle.Bold)));
}

/// <summary>A column of a table.</summary>
/// <param name="Left">The number of blanks to the left of the column.</param>
/// <param name="Right">The number of blanks to the right of the column.</param>
/// <param name="IsNumber">Indicates whether cells are aligned right.</param>
/// <param name="Excess">The treatment of cells that do not fit the terminal.</param>
/// <param name="Rank">0 for a column that is always shown. Of the others, the highest ranks are left out first where a terminal is too narrow for names.</param>
internal sealed record TextColumn(int Left, int Right, bool IsNumber = false, TextExcess Excess = TextExcess.None, int Rank = 0)
{
    public static TextColumn Number(int right, int left = 0, int rank = 0) => new(left, right, IsNumber: true, Rank: rank);
}

/// <summary>The treatment of cells that do not fit the terminal.</summary>
internal enum TextExcess
{
    /// <summary>The other columns become narrower.</summary>
    None,

    /// <summary>The text wraps to several lines.</summary>
    Wraps,

    /// <summary>The text is cut and ends in an ellipsis.</summary>
    IsCut,
}

/// <summary>A cell of a table. The text must have been cleaned by <see cref="Text.SafeText"/>.</summary>
internal sealed record TextCell(string Text, TextStyle Style = TextStyle.Plain);
