using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Stacks from the outermost place of a function back to the root.</summary>
internal sealed class CallingFunctions(string function) : RewritingTransform($"callers={function}")
{
    protected override StackRewrite Rewrite(Profile profile)
    {
        var rewriter = new StackRewriter(profile);
        StackId[] outermost = FunctionStacks.Outermost(profile, function);
        for (int stack = 1; stack < outermost.Length; stack++)
        {
            if (outermost[stack] == StackId.Empty) continue;
            rewriter.Stacks[stack] = outermost[stack].Value == stack ? rewriter.AddInverted(new StackId(stack)) : rewriter.Stacks[outermost[stack].Value];
        }
        return rewriter.Finish(FunctionStacks.Have(outermost));
    }
}
