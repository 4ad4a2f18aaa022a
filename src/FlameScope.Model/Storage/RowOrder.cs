namespace FlameScope.Model;

/// <summary>The order of the rows of a table that was not built in the order of its times.</summary>
/// <param name="Rows">The index of the source row for each row of the result.</param>
/// <param name="Scratch">Memory for the rows of one column, at least as many as there are. All columns use it one after the other.</param>
internal sealed record RowOrder(int[] Rows, long[] Scratch);
