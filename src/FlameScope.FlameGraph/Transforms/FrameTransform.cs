using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// A transform that decides per frame: it keeps the frame, renames it or removes it. One pass over the stacks, parents first.
/// </summary>
internal abstract class FrameTransform(string text) : RewritingTransform(text)
{
    private const int NotMerged = -1;

    /// <summary>Which consecutive frames with the same name and kind become one.</summary>
    protected enum Merging
    {
        /// <summary>No frames.</summary>
        None,

        /// <summary>Frames that were renamed.</summary>
        Renamed,

        /// <summary>All frames.</summary>
        All,
    }

    protected abstract Merging Merges { get; }

    /// <summary>Returns the new name of a frame: the same string instance to keep the frame, <c>null</c> to remove it.</summary>
    protected abstract string? NameOf(string name, Frame frame, Profile profile);

    protected sealed override StackRewrite Rewrite(Profile profile)
    {
        var rewriter = new StackRewriter(profile);
        FrameId?[] frames = RewriteFrames(rewriter, out int[] mergeKeys);
        ReadOnlySpan<StackId> parents = profile.Stacks.Parents;
        ReadOnlySpan<FrameId> leaves = profile.Stacks.Frames;
        StackId[] stacks = rewriter.Stacks;
        var leafKeys = new int[stacks.Length];
        leafKeys[0] = NotMerged;
        for (int stack = 1; stack < stacks.Length; stack++)
        {
            int parent = parents[stack].Value, leaf = leaves[stack].Value;
            bool isMerged = mergeKeys[leaf] != NotMerged && mergeKeys[leaf] == leafKeys[parent];
            if (frames[leaf] is { } frame && !isMerged) (stacks[stack], leafKeys[stack]) = (rewriter.Add(stacks[parent], frame), mergeKeys[leaf]);
            else (stacks[stack], leafKeys[stack]) = (stacks[parent], leafKeys[parent]);
        }
        return rewriter.Finish();
    }

    // Returns for each frame the new frame, or null, and a number that is equal for frames that may be merged.
    private FrameId?[] RewriteFrames(StackRewriter rewriter, out int[] mergeKeys)
    {
        Profile profile = rewriter.Source;
        var frames = new FrameId?[profile.Frames.Count];
        var numbers = new Dictionary<(string, FrameKind), int>();
        mergeKeys = new int[frames.Length];
        for (int i = 0; i < frames.Length; i++)
        {
            Frame frame = profile.Frames.Rows[i];
            string name = profile.Labels[new FrameId(i)];
            string? renamed = NameOf(name, frame, profile);
            bool isKept = ReferenceEquals(renamed, name);
            FrameKind kind = isKept || Merges == Merging.None ? frame.DisplayKind : frame.Kind;
            if (renamed is not null) frames[i] = isKept ? rewriter.Copy(new FrameId(i)) : rewriter.Rename(new FrameId(i), renamed, kind);
            mergeKeys[i] = NotMerged;
            if (Merges == Merging.None || renamed is null || (isKept && Merges == Merging.Renamed)) continue;
            if (!numbers.TryGetValue((renamed, kind), out mergeKeys[i])) numbers.Add((renamed, kind), mergeKeys[i] = numbers.Count);
        }
        return frames;
    }
}
