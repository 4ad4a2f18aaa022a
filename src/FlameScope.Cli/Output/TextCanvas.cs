namespace FlameScope.Cli.Output;

/// <summary>Draws lines and tables of text for people. Text is never interpreted as markup.</summary>
internal abstract class TextCanvas
{
    /// <summary>The number of characters per line; large if lines are unlimited.</summary>
    public abstract int Width { get; }

    public abstract void Write(string text, TextStyle style = TextStyle.Plain);

    public abstract void Write(TextTable table);
}
