using System.CommandLine;

namespace FlameScope.Cli.Options;

/// <summary>An option that takes one of several words, each of which selects a value. The first word is the default.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal sealed class ChoiceOption<T> : Option<string>
{
    private readonly (string Word, T Value)[] _choices;

    public ChoiceOption(string name, string description, params (string Word, T Value)[] choices)
        : base(name)
    {
        _choices = choices;
        // Not a query: queries over tuples are compiled at run time, in every run.
        var words = new string[choices.Length];
        for (int i = 0; i < words.Length; i++) words[i] = choices[i].Word;
        HelpName = string.Join('|', words);
        Description = description;
        DefaultValueFactory = _ => choices[0].Word;
        CompletionSources.Add(words);
        Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(t => t.Value))
            {
                if (!words.Contains(word, StringComparer.Ordinal)) result.AddError($"{name} takes {string.Join(", ", words)}, not '{word}'");
            }
        });
    }

    /// <summary>Returns the value of the word that was given.</summary>
    public T Of(ParseResult command)
    {
        string word = command.GetValue(this)!;
        return Array.Find(_choices, c => c.Word == word).Value;
    }
}

/// <summary>Creates options that take one of several words.</summary>
internal static class ChoiceOption
{
    /// <summary>Creates an option whose values are its words.</summary>
    public static ChoiceOption<string> Create(string name, string description, params string[] words) =>
        new(name, description, Array.ConvertAll(words, word => (word, word)));
}
