namespace FlameScope.FlameGraph;

/// <summary>The functions of one group of threads; see <see cref="FunctionTable.GroupsOf"/>.</summary>
/// <param name="Name">The group's label, such as <c>java-1234/1235</c>.</param>
/// <param name="Total">What all its samples count together, those without frames included.</param>
/// <param name="Rows">Its functions, in the order of <see cref="FunctionTable.Rows"/>.</param>
public sealed record FunctionGroup(string Name, long Total, IReadOnlyList<FunctionRow> Rows);
