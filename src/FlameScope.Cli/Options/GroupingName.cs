using FlameScope.FlameGraph;

namespace FlameScope.Cli.Options;

/// <summary>The values of <c>--by</c>.</summary>
internal static class GroupingName
{
    public static StackGrouping Parse(string name) => name.ToLowerInvariant() switch
    {
        "pid" => StackGrouping.Process,
        "tid" => StackGrouping.Thread,
        "none" => StackGrouping.None,
        _ => StackGrouping.ThreadName,
    };
}
