namespace FlameScope.Parsing;

/// <summary>
/// Resolves scanned call chains to stacks of a <see cref="CollapsedTree"/>. Lines shared with the thread's previous sample reuse its stack; the others
/// are looked up.
/// </summary>
internal sealed class CollapseChains(CollapsedTree tree, CollapseLineCache lineCache)
{
    private readonly Slot[] _slots = new Slot[SampleScanner.SlotCount];

    // The stacks of the last chain of a slot, by line, root first.
    private struct Slot
    {
        public int Number; // of its sample
        public int Thread; // the node below which the stacks are
        public int[]? Stacks;
    }

    /// <summary>Starts with another scan, whose sample numbers start at 1 again.</summary>
    public void Start()
    {
        foreach (ref Slot slot in _slots.AsSpan()) slot.Number = 0;
    }

    /// <summary>Prefetches the cache entries that <see cref="TryRead"/> needs for a chain.</summary>
    public void Prefetch(ReadOnlySpan<ScannedLine> lines)
    {
        foreach (ref readonly ScannedLine line in lines) lineCache.Prefetch(line.Key);
    }

    /// <summary>Resolves the stack of a sample.</summary>
    /// <param name="text">The text that was scanned.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="lines">The lines that it does not share.</param>
    /// <param name="thread">The node of the thread.</param>
    /// <param name="isJava">Indicates whether the thread is Java.</param>
    /// <param name="stack">The node of the sample.</param>
    /// <returns>
    /// <c>true</c> if the sample has a frame, the sample that it shares lines with was resolved here for the same thread, and the text is not too long.
    /// </returns>
    /// <exception cref="ProfileLimitException">The text of a line is too long.</exception>
    public bool TryRead(ReadOnlySpan<byte> text, in ScannedSample sample, ReadOnlySpan<ScannedLine> lines, int thread, bool isJava, out int stack)
    {
        stack = thread;
        ref Slot slot = ref _slots[sample.Slot];
        if (sample.Shared > 0 && (slot.Number != sample.Previous || slot.Thread != thread)) return false;
        lineCache.KeepBounded();
        int depth = sample.Shared + lines.Length;
        if (depth > (slot.Stacks?.Length ?? 0)) Array.Resize(ref slot.Stacks, Math.Max(32, depth * 2));
        if (sample.Shared > 0) stack = slot.Stacks![sample.Shared - 1];
        for (int i = lines.Length - 1; i >= 0; i--)
        {
            ref readonly ScannedLine line = ref lines[i];
            FrameRef names = lineCache.Find(text[line.Start..], line.Key, isJava);
            stack = names.AreSeveral ? AddSeveral(stack, lineCache.GetSeveral(names)) : tree.Add(stack, names.Single.Value);
            slot.Stacks![depth - 1 - i] = stack;
        }
        slot.Number = sample.Number;
        slot.Thread = thread;
        return stack != thread && tree.GetLength(stack) <= CollapsedFunctions.MaximumLength;
    }

    private int AddSeveral(int stack, ReadOnlySpan<int> names)
    {
        for (int i = names.Length - 1; i >= 0; i--) stack = tree.Add(stack, names[i]);
        return stack;
    }
}
