using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Turns scanned call chains into stacks: of each line that is not shared the frame is looked up, of the others the stack is known.</summary>
internal sealed class CallchainReader(ProfileBuilder builder, FrameLineCache frameLines)
{
    private readonly Slot[] _slots = new Slot[SampleScanner.SlotCount];
    private FrameRef[] _lineFrames = new FrameRef[64]; // leaf first, as in the text
    private FrameId[] _frames = new FrameId[64]; // callers first

    // The stacks of the last chain of a slot, root first.
    private struct Slot
    {
        public int Number; // of its sample
        public StackId[]? Stacks;
    }

    /// <summary>Starts with the scan of another text: numbers start again.</summary>
    public void Start()
    {
        foreach (ref Slot slot in _slots.AsSpan()) slot.Number = 0;
    }

    /// <summary>Asks ahead for what <see cref="TryRead"/> needs of a chain.</summary>
    public void Prefetch(ReadOnlySpan<ScannedLine> lines)
    {
        foreach (ref readonly ScannedLine line in lines) frameLines.PrefetchLine(line.Key);
    }

    /// <summary>Finds the stack of a sample.</summary>
    /// <param name="text">The text that was scanned.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="lines">The lines that it does not share.</param>
    /// <param name="stack">Its stack.</param>
    /// <returns>
    /// Whether every line is a frame, and the sample that others are shared with was read here. If not, the chain has to be read line by line,
    /// which finds the same frames.
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

    // For each line, from the root to the leaf, the stack that it is the leaf of.
    private void AddStacks(StackId parent, int count, Span<StackId> result)
    {
        ReadOnlySpan<FrameRef> lines = _lineFrames.AsSpan(0, count);
        Span<FrameId> frames = _frames.AsSpan(0, count);
        bool haveSeveral = false;
        for (int i = 0; i < frames.Length; i++)
        {
            FrameRef line = lines[^(i + 1)];
            haveSeveral |= line.AreSeveral;
            frames[i] = line.Single;
        }
        if (haveSeveral) AddStacksOfSeveral(parent, lines, result);
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
