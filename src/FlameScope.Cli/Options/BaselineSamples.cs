using FlameScope.Analysis;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>The samples that a range is compared with.</summary>
/// <param name="Name">The name that is shown to the user.</param>
/// <param name="Samples">The samples.</param>
/// <param name="LessRange">Indicates whether the samples of the range are excluded.</param>
internal sealed record BaselineSamples(string Name, SampleSelection Samples, bool LessRange = false)
{
    /// <summary>Returns the baseline with transformed stacks.</summary>
    public BaselineSamples Under(StackTransform transform) => this with { Samples = transform.Apply(Samples) };

    /// <summary>Returns the difference between a range and this baseline, per function.</summary>
    public FunctionChanges ChangesTo(SampleSelection target, SampleWeight weight, int maximumExplanations) =>
        FunctionChanges.Compare(target, LessRange ? Samples.Except(target) : Samples, weight, maximumExplanations);
}
