namespace FlameScope.Cli.Output;

/// <summary>Rows of cells in columns as wide as what they hold.</summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private readonly List<TextCell[]> _rows = [];

    public IReadOnlyList<TextColumn> Columns => columns;

    public IReadOnlyList<TextCell[]> Rows => _rows;

    public void Add(params TextCell[] cells) => _rows.Add(cells);

    /// <summary>Adds a row of what the columns hold.</summary>
    public void AddHead(params string[] names) => _rows.Add(Array.ConvertAll(names, name => new TextCell(name, TextStyle.Bold)));
}

/// <summary>A column of a table.</summary>
/// <param name="Left">Blanks before it.</param>
/// <param name="Right">Blanks after it.</param>
/// <param name="IsNumber">Whether its cells end, and do not start, below each other.</param>
/// <param name="Excess">What becomes of cells that a terminal is too narrow for.</param>
internal sealed record TextColumn(int Left, int Right, bool IsNumber = false, TextExcess Excess = TextExcess.None)
{
    public static TextColumn Number(int right, int left = 0) => new(left, right, IsNumber: true);
}

/// <summary>What becomes of cells that a terminal is too narrow for.</summary>
internal enum TextExcess
{
    /// <summary>The other columns have to be narrower.</summary>
    None,

    /// <summary>They take several lines.</summary>
    Wraps,

    /// <summary>They end in an ellipsis.</summary>
    IsCut,
}

/// <summary>A cell of a table: text that needs no cleaning any more.</summary>
internal sealed record TextCell(string Text, TextStyle Style = TextStyle.Plain);
