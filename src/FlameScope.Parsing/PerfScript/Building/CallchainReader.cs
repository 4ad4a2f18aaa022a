using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves scanned call chains to stacks. Lines shared with the thread's previous sample reuse its stack; the others are looked up.
/// </summary>
internal sealed class CallchainReader(ProfileBuilder builder, FrameLineCache frameLines)
{
    private readonly Slot[] _slots = new Slot[SampleScanner.SlotCount];
    private FrameRef[] _lineFrames = new FrameRef[64]; // leaf first, as in the text
    private FrameId[] _frames = new FrameId[64]; // root first

    // The stacks of the last chain of a slot, root first.
    private struct Slot
    {
        public int Number; // of its sample
        public StackId[]? Stacks;
    }

    /// <summary>Starts with another scan, whose sample numbers start at 1 again.</summary>
    public void Start()
    {
        foreach (ref Slot slot in _slots.AsSpan()) slot.Number = 0;
    }

    /// <summary>Prefetches the cache entries that <see cref="TryRead"/> needs for a chain.</summary>
    public void Prefetch(ReadOnlySpan<ScannedLine> lines)
    {
        foreach (ref readonly ScannedLine line in lines) frameLines.PrefetchLine(line.Key);
    }

    /// <summary>Resolves the stack of a sample.</summary>
    /// <param name="text">The text that was scanned.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="lines">The lines that it does not share.</param>
    /// <param name="stack">The stack of the sample.</param>
    /// <returns>
    /// <c>true</c> if every line is a frame and the sample that it shares lines with was resolved here. Otherwise the chain has to be read line by
    /// line, which finds the same frames.
    /// </returns>
    public bool TryRead(ReadOnlySpan<byte> text, in ScannedSample sample, ReadOnlySpan<ScannedLine> lines, out StackId stack)
    {
        stack = StackId.Empty;
        ref Slot slot = ref _slots[sample.Slot];
        if (frameLines.MayBreakLimit(sample.End - sample.Chain) || (sample.Shared > 0 && slot.Number != sample.Previous)) return false;
        frameLines.KeepBounded();
        if (!TryFindFrames(text, lines)) return false;
        int depth = sample.Shared + lines.Length;
        if (depth > (slot.Stacks?.Length ?? 0)) Array.Resize(ref slot.Stacks, Math.Max(32, depth * 2));
        StackId parent = sample.Shared == 0 ? StackId.Empty : slot.Stacks![sample.Shared - 1];
        AddStacks(parent, lines.Length, slot.Stacks.AsSpan(sample.Shared, lines.Length));
        slot.Number = sample.Number;
        if (depth > 0) stack = slot.Stacks![depth - 1];
        return true;
    }

    private bool TryFindFrames(ReadOnlySpan<byte> text, ReadOnlySpan<ScannedLine> lines)
    {
        if (lines.Length > _frames.Length) (_lineFrames, _frames) = (new FrameRef[lines.Length * 2], new FrameId[lines.Length * 2]);
        Span<FrameRef> frames = _lineFrames.AsSpan(0, lines.Length);
        for (int i = 0; i < frames.Length; i++)
        {
            ref readonly ScannedLine line = ref lines[i];
            if (!frameLines.TryFind(text[line.Start..], line.Key, out frames[i])) return false;
        }
        return true;
    }

    // Finds, for each line from the root to the leaf, the stack whose leaf it is.
    private void AddStacks(StackId parent, int count, Span<StackId> result)
    {
        ReadOnlySpan<FrameRef> lines = _lineFrames.AsSpan(0, count);
        Span<FrameId> frames = _frames.AsSpan(0, count);
        bool hasSeveral = false;
        for (int i = 0; i < frames.Length; i++)
        {
            FrameRef line = lines[^(i + 1)];
            hasSeveral |= line.AreSeveral;
            frames[i] = line.Single;
        }
        if (hasSeveral) AddStacksOfSeveral(parent, lines, result);
        else builder.AddStacks(parent, frames, result);
    }

    private void AddStacksOfSeveral(StackId parent, ReadOnlySpan<FrameRef> lines, Span<StackId> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            FrameRef line = lines[^(i + 1)];
            ReadOnlySpan<FrameId> frames = line.AreSeveral ? frameLines.GetSeveral(line) : [line.Single];
            foreach (FrameId frame in frames) parent = builder.AddStack(parent, frame);
            result[i] = parent;
        }
    }
}
