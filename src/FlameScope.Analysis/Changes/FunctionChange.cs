using System.Diagnostics;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>The difference of one function between the two sides of <see cref="FunctionChanges"/>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FunctionChange
{
    internal FunctionChange()
    {
    }

    /// <summary>The name that the function is shown under.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of code.</summary>
    public required FrameKind Kind { get; init; }

    /// <summary>The sides that have samples with the function in their stacks.</summary>
    public required DiffPresence Presence { get; init; }

    /// <summary>The change of the samples whose leaf is the function.</summary>
    public required ShareChange Self { get; init; }

    /// <summary>The change of the samples whose stack contains the function. A sample counts once, however often it contains it.</summary>
    public required ShareChange Total { get; init; }

    /// <summary>
    /// The p-value of <see cref="Total"/>, corrected for the number of functions by Holm's method. Of all functions that do not differ, the
    /// probability that at least one has a corrected value of at most 0.05 is at most 5%, whatever their dependence.
    /// </summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>
    /// For a function of <see cref="FunctionChanges.Explanations"/>, the p-value of its split times the number of functions that it was chosen from,
    /// from 0 to <see cref="FunctionChanges.Level"/>; otherwise <c>null</c>. It refers to the samples that the preceding explanations leave, so it
    /// may be small when <see cref="AdjustedPValue"/>, which refers to all samples, is not.
    /// </summary>
    public required double? ExplanationPValue { get; init; }

    /// <summary>Indicates whether <see cref="AdjustedPValue"/> is at most <see cref="FunctionChanges.Level"/>.</summary>
    public bool IsSignificant => AdjustedPValue <= FunctionChanges.Level;

    /// <summary>
    /// For a function of <see cref="FunctionChanges.Explanations"/>, the names from the root to the function on the path that most of its samples
    /// have, in the target or, if the function is gone, in the baseline; otherwise empty.
    /// </summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Returns a summary: the name, the change of the total share in percentage points, and the corrected p-value.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Total.Delta * 100:+0.0;-0.0;0.0} points, p {AdjustedPValue:0.###}");
}
