using System.Text;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Finds a function in the stacks of a profile.</summary>
internal static class FunctionStacks
{
    /// <summary>
    /// Returns, for each stack, its shortest prefix that ends in the function, which is the outermost occurrence; the empty stack if the function
    /// does not occur.
    /// </summary>
    public static StackId[] Outermost(Profile profile, string function)
    {
        bool[] isFunction = FindFrames(profile, function);
        ReadOnlySpan<StackId> parents = profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = profile.Stacks.Frames;
        var outermost = new StackId[parents.Length];
        for (int stack = 1; stack < outermost.Length; stack++)
        {
            StackId above = outermost[parents[stack].Value];
            outermost[stack] = above == StackId.Empty && isFunction[frames[stack].Value] ? new StackId(stack) : above;
        }
        return outermost;
    }

    /// <summary>Returns, for each stack, whether it contains the function.</summary>
    public static bool[] Contain(StackId[] outermost) => Array.ConvertAll(outermost, s => s != StackId.Empty);

    private static bool[] FindFrames(Profile profile, string function)
    {
        byte[] name = Encoding.UTF8.GetBytes(function);
        FrameLabels labels = profile.Labels;
        var isFunction = new bool[profile.Frames.Count];
        for (int i = 0; i < isFunction.Length; i++) isFunction[i] = labels.Names.GetUtf8(labels.ByFrame[i]).SequenceEqual(name);
        return isFunction;
    }
}

/// <summary>Keeps only the samples that contain a function. Stacks are not rewritten.</summary>
internal sealed class FocusedFunction(string function) : RewritingTransform($"focus={function}")
{
    protected override StackRewrite Rewrite(Profile profile) => new(profile, FunctionStacks.Contain(FunctionStacks.Outermost(profile, function)));
}

/// <summary>Cuts each stack at the outermost occurrence of a function and keeps what the function calls.</summary>
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
            if (outermost[stack] == StackId.Empty) continue;
            rewriter.Stacks[stack] = rewriter.Add(rewriter.Stacks[parents[stack].Value], rewriter.Copy(frames[stack]));
        }
        return rewriter.Finish(FunctionStacks.Contain(outermost));
    }
}

/// <summary>Cuts each stack at the outermost occurrence of a function and keeps its callers, reversed.</summary>
internal sealed class CallingFunctions(string function) : RewritingTransform($"callers={function}")
{
    protected override StackRewrite Rewrite(Profile profile)
    {
        var rewriter = new StackRewriter(profile);
        StackId[] outermost = FunctionStacks.Outermost(profile, function);
        for (int stack = 1; stack < outermost.Length; stack++)
        {
            if (outermost[stack] == StackId.Empty) continue;
            rewriter.Stacks[stack] = outermost[stack].Value == stack
                ? rewriter.AddInverted(new StackId(stack))
                : rewriter.Stacks[outermost[stack].Value];
        }
        return rewriter.Finish(FunctionStacks.Contain(outermost));
    }
}
