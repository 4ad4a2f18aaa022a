namespace FlameScope.FlameGraph;

/// <summary>What is remembered while stacks are added to a trie, and room to turn a path round without recursion.</summary>
internal sealed class PathScratch(int stackCount)
{
    private int[] _path = new int[128];

    /// <summary>For each stack its node in the group of <see cref="Groups"/>.</summary>
    public int[] Nodes { get; } = new int[stackCount];

    /// <summary>For each stack the group that <see cref="Nodes"/> is of, plus one; 0 for none.</summary>
    public int[] Groups { get; } = new int[stackCount];

    public int[] Path => _path;

    public void Push(int stack, int position)
    {
        if (position == _path.Length) Array.Resize(ref _path, position * 2);
        _path[position] = stack;
    }
}
