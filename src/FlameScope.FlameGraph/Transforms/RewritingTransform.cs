using System.Runtime.CompilerServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>A transform that maps each stack of a profile to another. The result for a profile is cached while both are in use.</summary>
internal abstract class RewritingTransform(string text) : StackTransform(text)
{
    private readonly ConditionalWeakTable<Profile, StackRewrite> _rewrites = [];

    public sealed override SampleSelection Apply(SampleSelection samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        StackRewrite rewrite = _rewrites.GetValue(samples.Profile, Rewrite);
        return (rewrite.Keeps is null ? samples : samples.WhereStacks(rewrite.Keeps)).SelectionOn(rewrite.Profile);
    }

    protected abstract StackRewrite Rewrite(Profile profile);
}

/// <summary>The result of a transform for a profile.</summary>
/// <param name="Profile">The same samples with other stacks.</param>
/// <param name="Keeps">For each stack of the original profile, whether its samples are kept; <c>null</c> if all are.</param>
internal sealed record StackRewrite(Profile Profile, bool[]? Keeps);
