namespace FlameScope.Columnar;

/// <summary>Something in a dataset that is not as it should be.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Reason">The problem.</param>
/// <param name="Count">The number of rows, or 1.</param>
public sealed record DatasetProblem(string Path, string Reason, long Count);
