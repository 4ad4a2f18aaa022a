using System.CommandLine;

namespace FlameScope.Cli.Options;

/// <summary><c>--width</c> of commands that write text only.</summary>
internal static class TextWidthOption
{
    private const string Name = "--width";

    /// <summary>Adds the option to a command.</summary>
    public static void AddTo(Command command) => command.Add(NumberOption.Whole(
        Name, "N", "The width in characters; the default is that of the terminal, and no limit elsewhere.", minimum: Minimum, maximum: Maximum));

    /// <summary>The minimum width of text.</summary>
    public const int Minimum = 40;

    /// <summary>The maximum width of text and pictures.</summary>
    public const int Maximum = 20_000;

    /// <summary>Returns the width that was requested, also by another option of this name; <c>null</c> if none was.</summary>
    public static int? Of(ParseResult command) =>
        command.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Name) is Option<int?> width ? command.GetValue(width) : null;
}
