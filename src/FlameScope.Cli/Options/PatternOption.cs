using System.CommandLine;
using System.Text.RegularExpressions;

namespace FlameScope.Cli.Options;

/// <summary>Creates options that take a non-empty text or a regular expression.</summary>
internal static class PatternOption
{
    public static Option<string?> Text(string name, string valueName, string description)
    {
        var option = new Option<string?>(name) { HelpName = valueName, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(t => t.Value.Length == 0)) result.AddError($"{name} takes a non-empty text");
        });
        return option;
    }

    public static Option<string?> Expression(string name, string description)
    {
        Option<string?> option = Text(name, "REGEX", description);
        option.Validators.Add(result =>
        {
            foreach (string pattern in result.Tokens.Select(t => t.Value))
            {
                try
                {
                    _ = new Regex(pattern, RegexOptions.CultureInvariant);
                }
                catch (ArgumentException invalid)
                {
                    result.AddError($"{name} '{pattern}' is not a regular expression: {invalid.Message}");
                }
            }
        });
        return option;
    }
}
