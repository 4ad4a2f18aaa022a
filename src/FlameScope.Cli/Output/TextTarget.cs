using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Spectre.Console;

namespace FlameScope.Cli.Output;

/// <summary>What text for people is written on: how large it is, and whether it shows colours.</summary>
/// <param name="IsTerminal">Whether it is a terminal.</param>
/// <param name="HasColor">Whether it shows colours.</param>
/// <param name="Width">Characters a line; a great number where lines have no end.</param>
/// <param name="Height">Lines; a great number where there is no end.</param>
internal sealed record TextTarget(bool IsTerminal, bool HasColor, int Width, int Height)
{
    private const int Unbounded = 10_000;

    /// <summary>The width that pictures in text take where there is no terminal to ask.</summary>
    public const int PlainWidth = 120;

    /// <summary>Looks at the process's surroundings.</summary>
    /// <param name="toStandardOutput">Whether the text goes to standard output.</param>
    /// <param name="color"><c>always</c>, <c>never</c>, or <c>auto</c> for what the surroundings ask for.</param>
    public static TextTarget Detect(bool toStandardOutput, string? color = "auto")
    {
        bool isTerminal = toStandardOutput && !Console.IsOutputRedirected;
        bool hasColor = color switch
        {
            "always" => true,
            "never" => false,
            _ => isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };
        return isTerminal
            ? new TextTarget(true, hasColor, Math.Max(40, Console.WindowWidth), Math.Max(10, Console.WindowHeight))
            : new TextTarget(false, hasColor, Unbounded, Unbounded);
    }

    /// <summary>Draws lines and tables.</summary>
    public byte[] Draw(Action<TextCanvas> draw)
    {
        if (IsTerminal || HasColor) return DrawInColors(draw);
        var plain = new PlainCanvas();
        draw(plain);
        return plain.ToUtf8();
    }

    // Apart from the above, so that nothing of Spectre.Console is loaded where it is not needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte[] DrawInColors(Action<TextCanvas> draw) => DrawRichly(console => draw(new RichCanvas(console)));

    /// <summary>Draws with Spectre.Console. Blanks at the ends of lines are left out where nothing shows them.</summary>
    public byte[] DrawRichly(Action<IAnsiConsole> draw)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = HasColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = !HasColor ? ColorSystemSupport.NoColors : IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        draw(console);
        string drawn = text.ToString();
        if (!HasColor) drawn = string.Join('\n', drawn.Split('\n').Select(line => line.TrimEnd()));
        return Encoding.UTF8.GetBytes(drawn);
    }
}
