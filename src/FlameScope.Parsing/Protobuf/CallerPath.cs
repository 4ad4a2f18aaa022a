using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The locations of the previous sample, callers first, with the stack that each leads to. A file often lists samples with the same callers one after the
/// other: three of four locations in a profile whose stacks all differ.
/// </summary>
internal sealed class CallerPath
{
    private const int Unknown = -1;     // the stack within a block that was found as a whole

    private int[] _locations = new int[128];
    private (int Stack, int Depth)[] _stacks = new (int, int)[128];
    private int _length;

    /// <summary>Starts the next sample. Each of its locations after the common ones must be set.</summary>
    /// <param name="locations">The locations, callers first.</param>
    /// <param name="stack">Receives the stack of the locations that the previous sample has, too.</param>
    /// <param name="depth">Receives the number of frames of that stack.</param>
    /// <returns>The number of these locations.</returns>
    public int Start(ReadOnlySpan<int> locations, out StackId stack, out int depth)
    {
        int common = locations.CommonPrefixLength(_locations.AsSpan(0, _length));
        while (common > 0 && _stacks[common - 1].Stack == Unknown) common--;
        if (locations.Length > _locations.Length)
        {
            Array.Resize(ref _locations, Math.Max(locations.Length, _locations.Length * 2));
            Array.Resize(ref _stacks, _locations.Length);
        }
        locations[common..].CopyTo(_locations.AsSpan(common));
        _length = common;
        stack = common == 0 ? StackId.Empty : new StackId(_stacks[common - 1].Stack);
        depth = common == 0 ? 0 : _stacks[common - 1].Depth;
        return common;
    }

    /// <summary>Finds where a sample leaves the path of the previous one.</summary>
    /// <param name="locations">The locations, leaf first.</param>
    /// <param name="stack">Receives the stack of the common callers.</param>
    /// <returns>The number of common callers; -1 if their stack is not known.</returns>
    public int FindBranch(ReadOnlySpan<int> locations, out StackId stack)
    {
        ReadOnlySpan<int> path = _locations.AsSpan(0, _length);
        int common = 0;
        while (common < path.Length && common < locations.Length && path[common] == locations[^(common + 1)]) common++;
        int known = common == 0 ? StackId.Empty.Value : _stacks[common - 1].Stack;
        stack = known == Unknown ? StackId.Empty : new StackId(known);
        return known == Unknown ? -1 : common;
    }

    /// <summary>Sets the stack of the next location.</summary>
    public void Set(int index, StackId stack, int depth)
    {
        _stacks[index] = (stack.Value, depth);
        _length = index + 1;
    }

    /// <summary>Sets the stack of the last of some locations.</summary>
    public void SetAll(int index, int count, StackId stack, int depth)
    {
        _stacks.AsSpan(index, count - 1).Fill((Unknown, 0));
        Set(index + count - 1, stack, depth);
    }
}
