using System.Buffers;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes folded stacks: a line of <c>root;…;leaf count</c> per distinct stack. See <see cref="FoldedStacks"/>.</summary>
public sealed class FoldedProfileWriter : IProfileWriter
{
    /// <inheritdoc/>
    public string Name => "folded";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".folded", ".collapsed"];

    /// <inheritdoc/>
    public string Description => "Folded stacks for flamegraph.pl, inferno, speedscope and others";

    /// <inheritdoc/>
    public string Limits => "times, events, threads beyond their names, processors, labels, modules, kinds of frames, and source lines";

    /// <summary>
    /// The first frame of each line; <c>null</c>, the default, for the name of the thread, and none if the samples are from folded stacks or no thread has a
    /// name.
    /// </summary>
    public StackGrouping? Grouping { get; init; }

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        FoldedStacks.Write(StackTree.From(samples, new StackTreeOptions { Grouping = Grouping ?? Choose(samples.Profile), Weight = options.Weight }), output);
    }

    // Folded stacks that name a thread do so in a frame.
    private static StackGrouping Choose(Profile profile)
    {
        bool hasNames = profile.Format != "folded" && profile.Threads.Any(thread => profile.Comms.GetUtf8(thread.Comm).Length > 0);
        return hasNames ? StackGrouping.ThreadName : StackGrouping.None;
    }
}
