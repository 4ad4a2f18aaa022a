using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The self and total values of the functions of a tree, recursion counted once; samples can be taken out of it again.</summary>
internal sealed class FunctionTally
{
    private readonly StackTree _tree;
    private readonly int[] _functions;

    // A node that stands below another one of its function adds nothing to the function's total.
    private readonly bool[] _isOutermost;
    private readonly long[] _self;
    private readonly long[] _totals;
    private readonly int[] _firstNodes;
    private readonly long[]? _left;

    /// <summary>Counts what is below a node of a tree.</summary>
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

    private FunctionTally(FunctionTally other, long[] left, long[] totals, long sum)
    {
        (_tree, _functions, _isOutermost, _self, _firstNodes) = (other._tree, other._functions, other._isOutermost, other._self, other._firstNodes);
        (_left, _totals, Sum) = (left, totals, sum);
    }

    /// <summary>What all samples count.</summary>
    public long Sum { get; private set; }

    /// <summary>What the samples count that end in a function.</summary>
    public long SelfOf(int function) => function < _self.Length ? _self[function] : 0;

    /// <summary>What the samples count in whose stack a function is.</summary>
    public long TotalOf(int function) => function < _totals.Length ? _totals[function] : 0;

    /// <summary>The depth of the first node of a function; 0 when it has none.</summary>
    public int DepthOf(int function) => function < _firstNodes.Length ? _tree.Depths[_firstNodes[function]] : 0;

    /// <summary>A tally of the same samples, to take some out of. Only totals and the sum of it are kept right.</summary>
    public FunctionTally Copy() => new(this, [.. Left], [.. _totals], Sum);

    /// <summary>Takes out all samples that pass through a function, and gives a tally of them.</summary>
    public FunctionTally TakeOut(int function)
    {
        FunctionTally taken = Copy();
        Remove(function);
        Subtract(taken._left!, _left!);
        Subtract(taken._totals, _totals);
        taken.Sum -= Sum;
        return taken;
    }

    /// <summary>The path to a function that most of its samples took that have not been taken out; empty when there are none.</summary>
    public string[] PathTo(int function)
    {
        ReadOnlySpan<long> left = Left;
        int heaviest = -1;
        for (int node = 0; node < left.Length; node++)
        {
            if (_functions[node] == function && left[node] > (heaviest < 0 ? 0 : left[heaviest])) heaviest = node;
        }
        return heaviest < 0 ? [] : _tree.GetPath(heaviest);
    }

    private ReadOnlySpan<long> Left => _left is null ? _tree.TotalValues : _left;

    private static void Subtract(long[] values, long[] others)
    {
        for (int i = 0; i < values.Length; i++) values[i] -= others[i];
    }

    private void Remove(int function)
    {
        if (TotalOf(function) == 0) return;
        long[] left = _left!;
        ReadOnlySpan<int> ends = _tree.SubtreeEnds;
        for (int node = 0; node < left.Length; node++)
        {
            if (_functions[node] != function || left[node] == 0) continue;
            TakeFromAncestors(node, left);
            for (int end = ends[node]; node < end; node++) TakeOut(node, left[node], left);
            node--;
        }
    }

    private void Count(int root)
    {
        ReadOnlySpan<long> self = _tree.SelfValues, totals = _tree.TotalValues;
        ReadOnlySpan<int> ends = _tree.SubtreeEnds, parents = _tree.Parents;
        bool isReversed = _tree.Options.Reversed;
        // Nodes come in pre-order: one before the end of its function's last outer node lies below that.
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

    private void TakeFromAncestors(int node, long[] left)
    {
        long value = left[node];
        Sum -= value;
        for (int above = _tree.Parents[node]; above >= 0; above = _tree.Parents[above]) TakeOut(above, value, left);
    }

    private void TakeOut(int node, long value, long[] left)
    {
        left[node] -= value;
        if (_isOutermost[node]) _totals[_functions[node]] -= value;
    }
}
