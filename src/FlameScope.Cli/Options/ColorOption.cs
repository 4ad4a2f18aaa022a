using System.CommandLine;

namespace FlameScope.Cli.Options;

/// <summary><c>--color</c>, the option of all commands that says when text has colors.</summary>
internal static class ColorOption
{
    private static readonly ChoiceOption<string> Color = ChoiceOption.Create("--color", "When text has colors.", "auto", "always", "never");

    /// <summary>Adds the option to all commands below a command.</summary>
    public static void AddTo(Command root)
    {
        Color.Recursive = true;
        root.Add(Color);
    }

    /// <summary>Returns the word that was given.</summary>
    public static string Of(ParseResult command) => Color.Of(command);
}
