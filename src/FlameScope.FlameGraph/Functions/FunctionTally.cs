using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The self and total values of the functions of a tree. Recursion counts once. Samples can be removed.</summary>
internal sealed class FunctionTally
{
    private readonly StackTree _tree;
    private readonly int[] _functions;

    // A node with an ancestor of the same function adds nothing to the function's total.
    private readonly bool[] _isOutermost;
    private readonly long[] _self;
    private readonly long[] _totals;
    private readonly int[] _firstNodes;
    private readonly long[]? _remaining;

    /// <summary>Counts the functions of a subtree.</summary>
    public FunctionTally(StackTree tree, FunctionNumbers numbers, int root = 0)
    {
        _tree = tree;
        _functions = numbers.Of(tree, root);
        _isOutermost = new bool[tree.Count];
        _self = new long[numbers.Count];
        _totals = new long[numbers.Count];
        _firstNodes = new int[numbers.Count];
        Sum = tree.Count == 0 ? 0 : tree.TotalValues[root];
        Count(root);
    }

    private FunctionTally(FunctionTally other, long[] remaining, long[] totals, long sum)
    {
        (_tree, _functions, _isOutermost, _self, _firstNodes) = (other._tree, other._functions, other._isOutermost, other._self, other._firstNodes);
        (_remaining, _totals, Sum) = (remaining, totals, sum);
    }

    /// <summary>The sum of the values of all remaining samples.</summary>
    public long Sum { get; private set; }

    /// <summary>Returns the sum of the values of the samples that end in a function.</summary>
    public long SelfOf(int function) => function < _self.Length ? _self[function] : 0;

    /// <summary>Returns the sum of the values of the remaining samples whose stack contains a function.</summary>
    public long TotalOf(int function) => function < _totals.Length ? _totals[function] : 0;

    /// <summary>Returns the depth of the first node of a function; 0 if it has none.</summary>
    public int DepthOf(int function) => function < _firstNodes.Length ? _tree.Depths[_firstNodes[function]] : 0;

    /// <summary>Returns a copy from which samples can be removed. Only the totals and the sum of a copy are updated.</summary>
    public FunctionTally Copy() => new(this, [.. Remaining], [.. _totals], Sum);

    /// <summary>Removes all samples that pass through a function, and returns a tally of the removed samples.</summary>
    public FunctionTally Extract(int function)
    {
        FunctionTally removed = Copy();
        Remove(function);
        Subtract(removed._remaining!, _remaining!);
        Subtract(removed._totals, _totals);
        removed.Sum -= Sum;
        return removed;
    }

    /// <summary>Returns the path to a function that most of its remaining samples have; an empty array if there are none.</summary>
    public string[] PathTo(int function)
    {
        ReadOnlySpan<long> remaining = Remaining;
        int heaviest = -1;
        for (int node = 0; node < remaining.Length; node++)
        {
            if (_functions[node] == function && remaining[node] > (heaviest < 0 ? 0 : remaining[heaviest])) heaviest = node;
        }
        return heaviest < 0 ? [] : _tree.GetPath(heaviest);
    }

    private ReadOnlySpan<long> Remaining => _remaining is null ? _tree.TotalValues : _remaining;

    private static void Subtract(long[] values, long[] others)
    {
        for (int i = 0; i < values.Length; i++) values[i] -= others[i];
    }

    private void Remove(int function)
    {
        if (TotalOf(function) == 0) return;
        long[] remaining = _remaining!;
        ReadOnlySpan<int> ends = _tree.SubtreeEnds;
        for (int node = 0; node < remaining.Length; node++)
        {
            if (_functions[node] != function || remaining[node] == 0) continue;
            SubtractFromAncestors(node, remaining);
            for (int end = ends[node]; node < end; node++) Subtract(node, remaining[node], remaining);
            node--;
        }
    }

    private void Count(int root)
    {
        ReadOnlySpan<long> self = _tree.SelfValues, totals = _tree.TotalValues;
        ReadOnlySpan<int> ends = _tree.SubtreeEnds, parents = _tree.Parents;
        bool isReversed = _tree.Options.Reversed;
        // Nodes are in pre-order: a node that precedes the end of the last outermost node of its function is a descendant of that node.
        var outerEnds = new int[_totals.Length];
        int last = _functions.Length == 0 ? 0 : ends[root];
        for (int node = root + 1; node < last; node++)
        {
            int function = _functions[node];
            if (function < 0) continue;
            if (!isReversed) _self[function] += self[node];
            else if (_functions[parents[node]] < 0) _self[function] += totals[node];
            if (node < outerEnds[function]) continue;
            if (outerEnds[function] == 0) _firstNodes[function] = node;
            _isOutermost[node] = true;
            _totals[function] += totals[node];
            outerEnds[function] = ends[node];
        }
    }

    private void SubtractFromAncestors(int node, long[] remaining)
    {
        long value = remaining[node];
        Sum -= value;
        for (int above = _tree.Parents[node]; above >= 0; above = _tree.Parents[above]) Subtract(above, value, remaining);
    }

    private void Subtract(int node, long value, long[] remaining)
    {
        remaining[node] -= value;
        if (_isOutermost[node]) _totals[_functions[node]] -= value;
    }
}
