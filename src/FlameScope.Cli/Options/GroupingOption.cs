using System.CommandLine;
using FlameScope.Cli.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary><c>--by</c>, the option that groups stacks by thread name, process, thread, or the values of a label.</summary>
internal sealed class GroupingOption : Option<string>
{
    private const string LabelPrefix = "label:";

    private static readonly (string Word, StackGrouping Grouping)[] Groups =
    [
        ("comm", StackGrouping.ThreadName),
        ("pid", StackGrouping.Process),
        ("tid", StackGrouping.Thread),
        ("none", StackGrouping.None),
    ];

    private GroupingOption(string description, string defaultWord)
        : base("--by")
    {
        string[] words = [defaultWord, .. Groups.Select(g => g.Word).Where(w => w != defaultWord)];
        HelpName = $"{string.Join('|', words)}|{LabelPrefix}KEY";
        Description = description;
        DefaultValueFactory = _ => defaultWord;
        Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(t => t.Value))
            {
                if (!words.Contains(word, StringComparer.Ordinal) && LabelOf(word) is null) result.AddError($"--by takes {string.Join(", ", words)} or {LabelPrefix}KEY, not '{word}'");
            }
        });
    }

    /// <summary>Creates the option for stacks that are grouped by thread name unless another word is given.</summary>
    public static GroupingOption ByThreadName() => new("The groups at the first level: thread names, processes, threads, none, or the values of a label.", "comm");

    /// <summary>Creates the option for stacks that are not grouped unless a word is given.</summary>
    public static GroupingOption Ungrouped(string description) => new(description, "none");

    /// <summary>Returns the requested groups, as options of a tree, and reports a label that no sample has.</summary>
    public StackTreeOptions Of(ParseResult command, LoadedProfile loaded)
    {
        StackTreeOptions options = Of(command);
        if (options.GroupingLabel is not { } key) return options;
        string[] keys = [.. loaded.Profile.LabelSets.SelectMany(set => set).Select(label => label.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (keys.Length == 0) ErrorReporting.Note($"{loaded.Name}: no sample has a label");
        else if (!keys.Contains(key)) ErrorReporting.Note($"{loaded.Name}: no sample has a label '{key}'; the keys are {SafeText.List(keys)}");
        return options;
    }

    /// <summary>
    /// Returns the groups of a picture: those that were requested, or by default thread names, unless no thread has one. A picture would show one bar
    /// without a name.
    /// </summary>
    public StackTreeOptions OfPicture(ParseResult command, LoadedProfile loaded)
    {
        StackTreeOptions options = Of(command, loaded);
        bool isDefault = command.GetResult(this) is not { Implicit: false };
        return isDefault && options.Grouping == StackGrouping.ThreadName && !HasThreadNames(loaded.Profile) ? options with { Grouping = StackGrouping.None } : options;
    }

    /// <summary>Indicates whether a thread of a profile has a name.</summary>
    public static bool HasThreadNames(Profile profile)
    {
        foreach (ThreadInfo thread in profile.Threads.Rows)
        {
            if (profile.Comms[thread.Comm].Length > 0) return true;
        }
        return false;
    }

    /// <summary>Indicates whether groups were requested.</summary>
    public bool HasGroups(ParseResult command) => Of(command) is { GroupingLabel: not null } or { Grouping: not StackGrouping.None };

    private StackTreeOptions Of(ParseResult command)
    {
        string word = command.GetValue(this)!;
        return LabelOf(word) is { } key
            ? new StackTreeOptions { Grouping = StackGrouping.None, GroupingLabel = key }
            : new StackTreeOptions { Grouping = Array.Find(Groups, g => g.Word == word).Grouping };
    }

    private static string? LabelOf(string word) => word.Length > LabelPrefix.Length && word.StartsWith(LabelPrefix, StringComparison.Ordinal) ? word[LabelPrefix.Length..] : null;
}
