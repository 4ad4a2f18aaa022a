using System.Text;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Where a function is on a profile's stacks.</summary>
internal static class FunctionStacks
{
    /// <summary>For each stack the shortest one it goes through that ends in the function: the outermost place; the empty one where there is none.</summary>
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

    /// <summary>For each stack whether it has the function.</summary>
    public static bool[] Have(StackId[] outermost) => Array.ConvertAll(outermost, s => s != StackId.Empty);

    private static bool[] FindFrames(Profile profile, string function)
    {
        byte[] name = Encoding.UTF8.GetBytes(function);
        FrameLabels labels = profile.Labels;
        var isFunction = new bool[profile.Frames.Count];
        for (int i = 0; i < isFunction.Length; i++) isFunction[i] = labels.Names.GetUtf8(labels.ByFrame[i]).SequenceEqual(name);
        return isFunction;
    }
}
