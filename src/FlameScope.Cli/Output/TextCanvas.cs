namespace FlameScope.Cli.Output;

/// <summary>Draws lines and tables of text for people. Text is never interpreted as markup.</summary>
internal abstract class TextCanvas
{
    public abstract void Write(string text, TextStyle style = TextStyle.Plain);

    public abstract void Write(TextTable table);
}
