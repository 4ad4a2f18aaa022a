using FlameScope.FlameGraph;

namespace FlameScope.Cli.Options;

/// <summary>Creates <c>--by</c>, the option that groups stacks by thread name, process or thread.</summary>
internal static class GroupingOption
{
    private static readonly (string, StackGrouping)[] Groups =
    [
        ("comm", StackGrouping.ThreadName),
        ("pid", StackGrouping.Process),
        ("tid", StackGrouping.Thread),
    ];

    private static readonly (string, StackGrouping) None = ("none", StackGrouping.None);

    /// <summary>Creates the option for stacks that are grouped by thread name unless another word is given.</summary>
    public static ChoiceOption<StackGrouping> ByThreadName(string description = "The groups at the first level: thread names, processes, threads, or none.") =>
        new("--by", description, [.. Groups, None]);

    /// <summary>Creates the option for stacks that are not grouped unless a word is given.</summary>
    public static ChoiceOption<StackGrouping> Ungrouped(string description) => new("--by", description, [None, .. Groups]);
}
