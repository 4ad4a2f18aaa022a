using System.Runtime.CompilerServices;
using System.Text;
using Spectre.Console.Rendering;

namespace FlameScope.Cli.Output;

/// <summary>
/// Draws text without colors, with lines of any length and no trailing blanks, for files and pipes. The result is that of <see cref="RichCanvas"/>,
/// but Spectre.Console is not loaded: it takes longer to start than most profiles take to read.
/// </summary>
internal sealed class PlainCanvas : TextCanvas
{
    private readonly StringBuilder _text = new();

    public override int Width => int.MaxValue;

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    public override void Write(string text, TextStyle style = TextStyle.Plain) => _text.Append(text);

    public override void Write(TextTable table)
    {
        var widths = new int[table.Columns.Count];
        foreach (TextCell[] row in table.Rows)
        {
            for (int i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], WidthOf(row[i].Text));
        }
        foreach (TextCell[] row in table.Rows)
        {
            for (int i = 0; i < row.Length; i++) WriteCell(row[i].Text, table.Columns[i], widths[i]);
            int end = _text.Length;
            while (end > 0 && _text[end - 1] == ' ') end--;
            _text.Length = end;
            _text.Append('\n');
        }
    }

    private void WriteCell(string text, TextColumn column, int width)
    {
        int blanks = width - WidthOf(text);
        _text.Append(' ', column.Left + (column.IsNumber ? blanks : 0)).Append(text).Append(' ', column.Right + (column.IsNumber ? 0 : blanks));
    }

    // The number of terminal columns that a text takes; a character takes none, one or two.
    private static int WidthOf(string text) => Ascii.IsValid(text) ? text.Length : WidthOfAny(text);

    // A separate method, so that Spectre.Console is loaded only for names that are not ASCII.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WidthOfAny(string text) => new Segment(text).CellCount();
}
