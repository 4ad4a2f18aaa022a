using System.Runtime.CompilerServices;
using System.Text;
using Spectre.Console.Rendering;

namespace FlameScope.Cli.Output;

/// <summary>
/// Draws for files and pipes: no colours, lines of any length, no blanks at their ends. What <see cref="RichCanvas"/> gives there, but without
/// Spectre.Console, which takes longer to start than most profiles take to read.
/// </summary>
internal sealed class PlainCanvas : TextCanvas
{
    private readonly StringBuilder _text = new();

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

    // The columns that a text takes; some characters take two, some none.
    private static int WidthOf(string text) => Ascii.IsValid(text) ? text.Length : WidthOfAny(text);

    // Apart from the above, so that nothing of Spectre.Console is loaded for plain names.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WidthOfAny(string text) => new Segment(text).CellCount();
}
