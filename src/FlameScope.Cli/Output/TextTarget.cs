using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Spectre.Console;

namespace FlameScope.Cli.Output;

/// <summary>The terminal or file that text for people is written to.</summary>
/// <param name="IsTerminal">Indicates whether it is a terminal.</param>
/// <param name="HasColor">Indicates whether it shows colors.</param>
/// <param name="Width">The number of characters per line; large if lines are unlimited.</param>
/// <param name="Height">The number of lines; large if they are unlimited.</param>
internal sealed record TextTarget(bool IsTerminal, bool HasColor, int Width, int Height)
{
    // Below this width, numbers and names do not fit next to each other; the terminal then wraps the lines.
    private const int MinimumWidth = 40;
    private const int Unbounded = 10_000;

    /// <summary>Indicates whether the width was requested.</summary>
    public bool HasWidth { get; init; }

    /// <summary>The width of heat maps in text that does not go to a terminal.</summary>
    public const int PlainWidth = 120;

    /// <summary>Detects the target from the process's streams and environment.</summary>
    /// <param name="toStandardOutput">Indicates whether the text goes to standard output.</param>
    /// <param name="color"><c>always</c>, <c>never</c>, or <c>auto</c> to decide by the terminal and the environment.</param>
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
            ? new TextTarget(true, hasColor, Math.Max(MinimumWidth, Console.WindowWidth), Math.Max(10, Console.WindowHeight))
            : new TextTarget(false, hasColor, Unbounded, Unbounded);
    }

    /// <summary>Draws lines and tables, and returns the text in UTF-8.</summary>
    public byte[] Draw(Action<TextCanvas> draw)
    {
        if (IsTerminal || HasColor || HasWidth) return DrawInColors(draw);
        var plain = new PlainCanvas();
        draw(plain);
        return plain.ToUtf8();
    }

    // A separate method, so that Spectre.Console is loaded only when it is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte[] DrawInColors(Action<TextCanvas> draw) => DrawRichly(console => draw(new RichCanvas(console)));

    /// <summary>Draws with Spectre.Console, and returns the text in UTF-8. Without colors, trailing blanks are removed.</summary>
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
