namespace FlameScope.Cli.Output;

/// <summary>Where text for people is drawn: lines and tables in a few styles. Nothing in a text is taken for markup.</summary>
internal abstract class TextCanvas
{
    public abstract void Write(string text, TextStyle style = TextStyle.Plain);

    public abstract void Write(TextTable table);
}
