using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Stacks from the leaf. Only those that samples have: turned round, the others would be of no use.</summary>
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
