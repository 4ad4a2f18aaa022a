using System.CommandLine;

namespace FlameScope.Cli.Options;

/// <summary>An option that takes one of a few words; the first of them is its default.</summary>
internal static class ChoiceOption
{
    public static Option<string> Create(string name, string description, params string[] words)
    {
        var option = new Option<string>(name)
        {
            HelpName = string.Join('|', words),
            Description = description,
            DefaultValueFactory = _ => words[0],
        };
        option.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(t => t.Value))
            {
                if (!words.Contains(word, StringComparer.Ordinal)) result.AddError($"{name} takes {string.Join(", ", words)}, not '{word}'");
            }
        });
        return option;
    }
}
