using System.Runtime.CompilerServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>A transform that gives each stack of a profile another one. What it made of a profile is remembered while both are in use.</summary>
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
