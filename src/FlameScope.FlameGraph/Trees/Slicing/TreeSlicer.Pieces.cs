using System.Numerics;

namespace FlameScope.FlameGraph;

internal sealed partial class TreeSlicer
{
    // What lies far away is asked for ahead: first an end, then its chain, then the one that hangs on. Half as far or twice as far is slower by some hundredths.
    private const int EndsAhead = 32;
    private const int ChainsAhead = 16;
    private const int ParentsAhead = 8;
    private const int PiecesAhead = 16;

    // The way from the root to the last end, a step a chain.
    private readonly Step[] _way = new Step[HeavyPaths.MaximumSteps];
    private int[] _metEnds = [];
    private PathSegment[] _pieces = [];
    private int _pieceCount;

    // The nodes on the ways from the root to the ends that were met, in order, with the root in any case.
    private ReadOnlySpan<PathSegment> FindPieces(HeavyPaths tree, out int nodeCount)
    {
        ReadOnlySpan<int> met = TakeMetEnds();
        HeavyPathPosition[] ends = tree.Ends;
        Chain[] chains = tree.Chains;
        StartAtRoot();
        int last = 0;
        for (int i = 0; i < met.Length; i++)
        {
            int final = met.Length - 1;
            Prefetch.Read(ref ends[met[Math.Min(i + EndsAhead, final)]]);
            Prefetch.Read(ref chains[ends[met[Math.Min(i + ChainsAhead, final)]].Chain]);
            Prefetch.Read(ref chains[Math.Max(0, chains[ends[met[Math.Min(i + ParentsAhead, final)]].Chain].Parent)]);

            HeavyPathPosition end = ends[met[i]];
            if (end.Node > 0) AddPath(chains, end, last);
            _pieces[_pieceCount - 1].End = met[i];
            last = end.Node;
        }
        ReadOnlySpan<PathSegment> pieces = _pieces.AsSpan(0, _pieceCount);
        nodeCount = 0;
        foreach (PathSegment piece in pieces) nodeCount += piece.Count;
        return pieces;
    }

    private void StartAtRoot()
    {
        MakeRoom(1);
        _pieces[0] = new PathSegment(Start: 0, Count: 1, Depth: 0, End: -1);
        _pieceCount = 1;
        _way[0] = default;
    }

    private void MakeRoom(int count)
    {
        if (_pieces.Length < _pieceCount + count) Array.Resize(ref _pieces, (_pieceCount + count) * 2);
    }

    // Adds what the way to an end does not share with the way to the last end's node, which is before it in pre-order.
    private void AddPath(Chain[] chains, HeavyPathPosition end, int last)
    {
        MakeRoom(HeavyPaths.MaximumSteps);
        PathSegment[] pieces = _pieces;
        Step[] way = _way;
        int pieceCount = _pieceCount, position = end.Position, level = end.Level;
        Chain chain = chains[end.Chain];
        // In pre-order an ancestor of this end that does not stand behind the last one is an ancestor of that, too: its chain is on the way already.
        for (; chain.Head > last; level--)
        {
            way[level] = new Step(chain.Start, position, 0);
            position = chain.ParentPosition;
            chain = chains[chain.Parent];
        }

        ref Step shared = ref way[level];
        int next = shared.Last + 1;
        if (position >= next) pieces[pieceCount++] = new PathSegment(next, position - next + 1, shared.DepthOf(next), -1);
        shared.Last = position;
        int depth = shared.DepthOf(position);
        while (level < end.Level)
        {
            ref Step step = ref way[++level];
            step.Depth = depth + 1;
            pieces[pieceCount++] = new PathSegment(step.Start, step.Last - step.Start + 1, step.Depth, -1);
            depth = step.DepthOf(step.Last);
        }
        _pieceCount = pieceCount;
    }

    // The ends that are marked, rising.
    private ReadOnlySpan<int> TakeMetEnds()
    {
        int count = 0;
        foreach (ulong word in _marks) count += BitOperations.PopCount(word);
        if (_metEnds.Length < count) _metEnds = new int[Math.Min(count * 2L, _index.EndCount)];
        int[] met = _metEnds;
        count = 0;
        for (int word = 0; word < _marks.Length; word++)
        {
            for (ulong bits = _marks[word]; bits != 0; bits &= bits - 1) met[count++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            _marks[word] = 0;
        }
        return met.AsSpan(0, count);
    }

    /// <summary>The part of a chain that a way goes along.</summary>
    /// <param name="Start">Where the chain's first node stands among the chains' nodes.</param>
    /// <param name="Last">Where the last node stands that the way has of it.</param>
    /// <param name="Depth">The number of the first node's ancestors.</param>
    private record struct Step(int Start, int Last, int Depth)
    {
        public readonly int DepthOf(int position) => Depth + position - Start;
    }
}
