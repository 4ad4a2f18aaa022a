using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The parameters that choose the first level and the direction of a tree.</summary>
internal sealed record GroupingQuery(string Name, StackGrouping Grouping, string? Label, bool Reversed)
{
    private const string LabelPrefix = "label:";

    /// <summary>Reads the parameters.</summary>
    public static GroupingQuery Read(QueryParameters query)
    {
        string name = query.Text("grouping") ?? "comm";
        bool reversed = query.Flag("reversed");
        if (name.Length > LabelPrefix.Length && name.StartsWith(LabelPrefix, StringComparison.Ordinal))
            return new GroupingQuery(name, StackGrouping.None, name[LabelPrefix.Length..], reversed);
        return new GroupingQuery(name, name switch
        {
            "comm" => StackGrouping.ThreadName,
            "pid" => StackGrouping.Process,
            "tid" => StackGrouping.Thread,
            "none" => StackGrouping.None,
            _ => throw QueryParameters.Invalid("grouping", "takes comm, pid, tid, none or label:KEY"),
        }, null, reversed);
    }

    /// <summary>Returns the options of a tree.</summary>
    public StackTreeOptions Of(SampleWeight weight) => new() { Grouping = Grouping, GroupingLabel = Label, Reversed = Reversed, Weight = weight };
}
