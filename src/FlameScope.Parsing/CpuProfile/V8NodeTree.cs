using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The call tree of a V8 CPU profile: nodes with ids, which need not be dense, linked by the list of children of a node, by the parent of a node, or by
/// nesting. The links may come before the nodes.
/// </summary>
internal sealed class V8NodeTree(ProfileBuilder builder, ReadContext context)
{
    private const int None = -1;
    private const int Visiting = -2;    // the stack of a node whose ancestors are being visited
    private const int Cyclic = -3;      // the stack of a node with itself among its ancestors
    private const byte Idle = 1;
    private const byte Known = 2;

    private readonly List<Node> _nodes = [];
    private readonly List<(long Parent, long Child)> _links = [];
    private readonly Dictionary<long, int> _distantIds = [];
    private int[] _ids = [];            // the index + 1 by id, for ids that are not much greater than their number
    private readonly List<int> _path = [];
    private int[] _stacks = [];         // of the nodes that were asked for, or -1
    private long[] _samples = [];       // by id as _ids: the stack times 4, and two bits; 0 if it is not known yet

    /// <summary>The number of nodes.</summary>
    public int Count => _nodes.Count;

    /// <summary>Adds a node without an id and a function.</summary>
    /// <param name="parent">The index of its parent if it is nested; otherwise -1.</param>
    /// <returns>The index of the node.</returns>
    public int Add(int parent = None)
    {
        _nodes.Add(new Node { Parent = parent, Frame = None, Stack = None });
        return _nodes.Count - 1;
    }

    /// <summary>Sets the id of a node.</summary>
    /// <returns><c>false</c> if another node has it.</returns>
    public bool TrySetId(int node, long id)
    {
        if (Find(id) >= 0) return false;
        if (id >= 0 && id < Math.Max(1024, 4L * _nodes.Count))
        {
            if (id >= _ids.Length) Array.Resize(ref _ids, (int)Math.Max(id + 1, _ids.Length * 2L));
            _ids[id] = node + 1;
        }
        else
        {
            _distantIds.Add(id, node);
        }
        return true;
    }

    /// <summary>Sets the function of a node.</summary>
    public void SetFunction(int node, in V8CallFrame frame)
    {
        Node row = _nodes[node];
        row.Kind = frame.Kind;
        row.Frame = frame.Kind == V8FunctionKind.Root ? None : frame.AddTo(builder).Value;
        _nodes[node] = row;
    }

    /// <summary>Adds a link between two nodes, of which each may come later.</summary>
    public void Link(long parent, long child) => _links.Add((parent, child));

    /// <summary>Returns the index of the node with an id; -1 if there is none.</summary>
    public int Find(long id)
    {
        if ((ulong)id < (ulong)_ids.Length && _ids[id] > 0) return _ids[id] - 1;
        return _distantIds.Count > 0 && _distantIds.TryGetValue(id, out int node) ? node : None;
    }

    /// <summary>Indicates whether a node is that of an idle thread.</summary>
    public bool IsIdle(int node) => CollectionsMarshal.AsSpan(_nodes)[node].Kind == V8FunctionKind.Idle;

    /// <summary>Applies the links. It is called when all nodes are known.</summary>
    /// <param name="isCut">Indicates whether the input was cut, so that links to nodes that are missing are no fault.</param>
    public void Connect(bool isCut)
    {
        foreach ((long parentId, long childId) in _links)
        {
            int parent = Find(parentId);
            int child = Find(childId);
            if (parent < 0 || child < 0)
            {
                if (!isCut) context.Report("link to a node that is missing");
                continue;
            }
            Node row = _nodes[child];
            if (row.Parent == parent) continue;
            if (row.Parent >= 0)
            {
                context.Report("node with two parents");
                continue;
            }
            row.Parent = parent;
            _nodes[child] = row;
        }
        _links.Clear();
    }

    /// <summary>Returns what a sample of a node has: its stack and whether the thread is idle.</summary>
    /// <param name="id">The id of the node.</param>
    /// <param name="stack">Receives the stack.</param>
    /// <param name="idle">Receives 1 if the thread is idle, otherwise 0.</param>
    /// <returns><c>false</c> if there is no such node.</returns>
    public bool TryGetSample(long id, out StackId stack, out byte idle)
    {
        long[] samples = _samples;
        long sample = (ulong)id < (ulong)samples.Length ? samples[id] : 0;
        if (sample == 0) return TryFindSample(id, out stack, out idle);
        stack = new StackId((int)(sample >> 2));
        idle = (byte)(sample & Idle);
        return true;
    }

    private bool TryFindSample(long id, out StackId stack, out byte idle)
    {
        stack = StackId.Empty;
        idle = 0;
        int node = Find(id);
        if (node < 0) return false;
        stack = GetStack(node);
        idle = IsIdle(node) ? Idle : (byte)0;
        if (_samples.Length < _ids.Length) Array.Resize(ref _samples, _ids.Length);
        if ((ulong)id < (ulong)_samples.Length) _samples[id] = ((long)stack.Value << 2) | Known | idle;
        return true;
    }

    /// <summary>Returns the stack of a node, which is empty for the root and for a node that is its own ancestor.</summary>
    /// <exception cref="ProfileFormatException">The stack has more frames than the limit.</exception>
    public StackId GetStack(int node)
    {
        if ((uint)node < (uint)_stacks.Length && _stacks[node] >= 0) return new StackId(_stacks[node]);
        if (_stacks.Length < _nodes.Count)
        {
            _stacks = new int[_nodes.Count];
            _stacks.AsSpan().Fill(None);
        }
        int stack = Resolve(node);
        _stacks[node] = stack == Cyclic ? 0 : stack;
        return new StackId(_stacks[node]);
    }

    // Walks to the first ancestor whose stack is known, and back.
    private int Resolve(int node)
    {
        _path.Clear();
        int stack = 0;
        int at = node;
        while (at >= 0)
        {
            Node row = _nodes[at];
            if (row.Stack == Visiting) context.Report("node that is its own ancestor");
            if (row.Stack != None)
            {
                stack = row.Stack == Visiting ? Cyclic : row.Stack;
                break;
            }
            row.Stack = Visiting;
            _nodes[at] = row;
            _path.Add(at);
            at = row.Parent;
        }
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            Node row = _nodes[_path[i]];
            row.Depth = at >= 0 ? _nodes[at].Depth : 0;
            if (stack != Cyclic && row.Frame >= 0)
            {
                context.CheckFrames(++row.Depth);
                stack = builder.AddStack(new StackId(stack), new FrameId(row.Frame)).Value;
            }
            row.Stack = stack;
            at = _path[i];
            _nodes[at] = row;
        }
        return stack;
    }

    private struct Node
    {
        public int Parent;
        public int Frame;
        public int Stack;
        public int Depth;
        public V8FunctionKind Kind;
    }
}
