using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>What is different about one function; a row of <see cref="FunctionChanges"/>.</summary>
public sealed record FunctionChange
{
    /// <summary>The name it is shown under.</summary>
    public string Name { get; init; } = "";

    /// <summary>What sort of code it is.</summary>
    public FrameKind Kind { get; init; }

    /// <summary>On which sides there are samples with it in their stacks.</summary>
    public DiffPresence Presence { get; init; }

    /// <summary>The samples in which it was running.</summary>
    public ShareChange Self { get; init; }

    /// <summary>The samples in whose stack it is; a sample counts once however often it is there.</summary>
    public ShareChange Total { get; init; }

    /// <summary>
    /// The p-value of <see cref="Total"/> after correction for the number of functions that are looked at, by Holm's method: of all functions
    /// that are not different, the chance that any has a value of at most 0.05 is at most 5 %, however they hang together.
    /// </summary>
    public double AdjustedPValue { get; init; }

    /// <summary>
    /// For a function of <see cref="FunctionChanges.Leading"/>, the p-value of what it stands for there, times the number of functions it was
    /// chosen from, from 0 to <see cref="FunctionChanges.Level"/>; <c>null</c> for others. It is of the samples that the functions before it
    /// leave, so it may be small where <see cref="AdjustedPValue"/>, which is of all samples, is not.
    /// </summary>
    public double? LeadingPValue { get; init; }

    /// <summary>Whether <see cref="AdjustedPValue"/> is at most <see cref="FunctionChanges.Level"/>.</summary>
    public bool IsSignificant => AdjustedPValue <= FunctionChanges.Level;

    /// <summary>
    /// For a function of <see cref="FunctionChanges.Leading"/>, the names from the root down to it on the path that most of its samples took,
    /// its own the last; empty for others. Of the target's samples, or where it is gone of the baseline's.
    /// </summary>
    public IReadOnlyList<string> Path { get; init; } = [];
}
