using FlameScope.Analysis;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>What a range is compared with, and what the user calls it.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Samples">Its samples.</param>
/// <param name="LessRange">Whether the range is taken out of them.</param>
internal sealed record Baseline(string Name, SampleSelection Samples, bool LessRange = false)
{
    /// <summary>The same samples shown otherwise.</summary>
    public Baseline Under(StackTransform transform) => this with { Samples = transform.Apply(Samples) };

    /// <summary>What is different in a range, function by function.</summary>
    public FunctionChanges ChangesTo(SampleSelection target, SampleWeight weight, int leading) =>
        FunctionChanges.Compare(target, LessRange ? Samples.Except(target) : Samples, weight, leading);
}
