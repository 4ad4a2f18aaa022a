using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// A transform that looks at one frame at a time: it keeps it, gives it another name, or leaves it out. One loop over the stacks, parents before
/// children.
/// </summary>
internal abstract class FrameTransform(string text) : RewritingTransform(text)
{
    private const int NoLook = -1;

    /// <summary>Which frames in a row become one when they look the same.</summary>
    protected enum Merging
    {
        None,
        Renamed,
        All,
    }

    protected abstract Merging Merges { get; }

    /// <summary>The new name; the string that was given itself for a frame to keep as it is, <c>null</c> for one to leave out.</summary>
    protected abstract string? NameOf(string name, Frame frame, Profile profile);

    protected sealed override StackRewrite Rewrite(Profile profile)
    {
        var rewriter = new StackRewriter(profile);
        FrameId?[] frames = RewriteFrames(rewriter, out int[] looks);
        ReadOnlySpan<StackId> parents = profile.Stacks.Parents;
        ReadOnlySpan<FrameId> leaves = profile.Stacks.Frames;
        StackId[] stacks = rewriter.Stacks;
        var tops = new int[stacks.Length];
        tops[0] = NoLook;
        for (int stack = 1; stack < stacks.Length; stack++)
        {
            int parent = parents[stack].Value, leaf = leaves[stack].Value;
            bool isMerged = looks[leaf] != NoLook && looks[leaf] == tops[parent];
            if (frames[leaf] is { } frame && !isMerged) (stacks[stack], tops[stack]) = (rewriter.Add(stacks[parent], frame), looks[leaf]);
            else (stacks[stack], tops[stack]) = (stacks[parent], tops[parent]);
        }
        return rewriter.Finish();
    }

    // For each frame the new one, or null, and a number that frames share that may be merged.
    private FrameId?[] RewriteFrames(StackRewriter rewriter, out int[] looks)
    {
        Profile profile = rewriter.Source;
        var frames = new FrameId?[profile.Frames.Count];
        var numbers = new Dictionary<(string, FrameKind), int>();
        looks = new int[frames.Length];
        for (int i = 0; i < frames.Length; i++)
        {
            Frame frame = profile.Frames.Rows[i];
            string name = profile.Labels[new FrameId(i)];
            string? renamed = NameOf(name, frame, profile);
            bool isKept = ReferenceEquals(renamed, name);
            FrameKind kind = isKept || Merges == Merging.None ? frame.Kind : KindOfMerged(frame, profile);
            if (renamed is not null) frames[i] = isKept ? rewriter.Copy(new FrameId(i)) : rewriter.Rename(new FrameId(i), renamed, kind);
            looks[i] = NoLook;
            if (Merges == Merging.None || renamed is null || (isKept && Merges == Merging.Renamed)) continue;
            if (!numbers.TryGetValue((renamed, kind), out looks[i])) numbers.Add((renamed, kind), looks[i] = numbers.Count);
        }
        return frames;
    }

    // What was inlined into a module's code is the module's.
    private static FrameKind KindOfMerged(Frame frame, Profile profile) =>
        frame.Kind == FrameKind.Inlined ? ModuleKind.Of(profile.Modules.GetUtf8(frame.Module)) : frame.Kind;
}
