using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Returns the samples unchanged.</summary>
internal sealed class NoTransform() : StackTransform("standard")
{
    public override SampleSelection Apply(SampleSelection samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples;
    }
}

/// <summary>Applies one transform and then another.</summary>
internal sealed class TransformChain(StackTransform first, StackTransform next) : StackTransform($"{first} {next}")
{
    public override SampleSelection Apply(SampleSelection samples) => next.Apply(first.Apply(samples));
}

/// <summary>Reverses stacks. Only stacks that samples have are reversed; their prefixes are not needed.</summary>
internal sealed class InvertedStacks() : RewritingTransform("invert")
{
    protected override StackRewrite Rewrite(Profile profile)
    {
        var rewriter = new StackRewriter(profile);
        foreach (StackId stack in profile.Samples.Stacks)
        {
            if (rewriter.Stacks[stack.Value] == StackId.Empty) rewriter.Stacks[stack.Value] = rewriter.AddInverted(stack);
        }
        return rewriter.Finish();
    }
}
