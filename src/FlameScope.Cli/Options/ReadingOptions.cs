using System.CommandLine;
using FlameScope.Parsing;

namespace FlameScope.Cli.Options;

/// <summary>The options of every command that say how profiles are read.</summary>
internal static class ReadingOptions
{
    private static readonly Option<string?> Format = CreateFormat();

    /// <summary>Adds the options to the root command, so that all commands have them.</summary>
    public static void AddTo(Command root)
    {
        root.Add(Format);
        SymbolOptions.AddTo(root);
    }

    /// <summary>Returns the options for reading a profile.</summary>
    public static ProfileReadOptions Of(ParseResult command) => new()
    {
        Format = command.GetValue(Format),
        Formats = ProfileFormats.Default.With(SymbolOptions.CreateReader(command)),
    };

    private static Option<string?> CreateFormat()
    {
        var option = new Option<string?>("--input-format")
        {
            HelpName = "NAME",
            Description = "The format of the profile; the default is to detect it from the content. See flamescope formats.",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            foreach (string name in result.Tokens.Select(t => t.Value))
            {
                if (ProfileFormats.Default.Find(name) is not null) continue;
                result.AddError($"--input-format takes {string.Join(", ", ProfileFormats.Default.Readers.Select(r => r.Name))}, not '{name}'");
            }
        });
        return option;
    }
}
