using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Stacks from the outermost place of a function on.</summary>
internal sealed class CalledFunctions(string function) : RewritingTransform($"callees={function}")
{
    protected override StackRewrite Rewrite(Profile profile)
    {
        var rewriter = new StackRewriter(profile);
        StackId[] outermost = FunctionStacks.Outermost(profile, function);
        ReadOnlySpan<StackId> parents = profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = profile.Stacks.Frames;
        for (int stack = 1; stack < outermost.Length; stack++)
        {
            if (outermost[stack] != StackId.Empty) rewriter.Stacks[stack] = rewriter.Add(rewriter.Stacks[parents[stack].Value], rewriter.Copy(frames[stack]));
        }
        return rewriter.Finish(FunctionStacks.Have(outermost));
    }
}
