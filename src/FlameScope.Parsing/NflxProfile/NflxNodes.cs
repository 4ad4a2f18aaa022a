using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The nodes of an nflxprofile, whose stacks are in one of three layouts.</summary>
/// <remarks>
/// <list type="number">
/// <item>Each node holds its whole stack, callers first; its own name is that of the process.</item>
/// <item>Each node is a frame and names its parent.</item>
/// <item>Each node is a frame and lists its children. This is the oldest layout.</item>
/// </list>
/// The stack of a node is made when a sample refers to it.
/// </remarks>
internal sealed class NflxNodes(ProfileBuilder builder, ReadContext context)
{
    private const int NoParent = -1;
    private const int UnknownParent = -2;

    private readonly IdTable _ids = new();
    private readonly List<Node> _nodes = [];
    private readonly List<(uint Child, int Parent)> _children = [];
    private readonly List<int> _path = [];
    private readonly Dictionary<(long?, long?, int), ThreadId> _threads = [];
    private int[]? _parents;
    private bool _hasStacks;

    /// <summary>Indicates whether nodes hold their stacks; <c>null</c> if the file does not say so.</summary>
    public bool? HasInlineStacks { get; set; }

    private struct Node
    {
        public (int Start, int Length) Message;
        public (int Start, int Length) Name;
        public uint? Parent;
        public uint? Pid;
        public uint? Tid;
        public uint? Cpu;
        public StackId? Stack;
    }

    /// <summary>Adds an entry of the map of nodes.</summary>
    /// <param name="entry">The bytes of the entry.</param>
    /// <param name="start">The position of the entry in the file.</param>
    /// <returns><c>false</c> if the entry is not valid.</returns>
    public bool TryAdd(ReadOnlySpan<byte> entry, int start)
    {
        uint id = 0;
        (int Start, int Length) message = (start, 0);
        var reader = new ProtobufReader(entry);
        while (reader.Read())
        {
            if (reader.Field == 1 && reader.WireType == WireType.Varint) id = (uint)reader.Number;
            else if (reader.Field == 2 && reader.WireType == WireType.Bytes) message = (start + reader.BytesStart, reader.Bytes.Length);
        }
        if (reader.End != ProtobufEnd.Whole || !_ids.TryAdd(id, _nodes.Count)) return false;
        return TryReadNode(entry.Slice(message.Start - start, message.Length), message);
    }

    /// <summary>Returns the row of a node; -1 if there is none.</summary>
    public int Find(uint id) => _ids.Find(id);

    /// <summary>Returns the stack of a node.</summary>
    public StackId GetStack(ReadOnlySpan<byte> file, int row)
    {
        Span<Node> nodes = CollectionsMarshal.AsSpan(_nodes);
        if (nodes[row].Stack is { } known) return known;
        StackId stack = HasInlineStacks ?? _hasStacks ? ReadInlineStack(file, nodes[row]) : MakeStack(file, row);
        CollectionsMarshal.AsSpan(_nodes)[row].Stack = stack;
        return stack;
    }

    /// <summary>Returns the processor of a node; -1 is no node.</summary>
    public uint? GetCpu(int row) => row < 0 ? null : _nodes[row].Cpu;

    /// <summary>Returns the thread of a sample.</summary>
    /// <param name="file">The file.</param>
    /// <param name="row">The row of the sample's node; -1 for none.</param>
    /// <param name="pid">The process id of the sample; <c>null</c> for that of the node.</param>
    /// <param name="tid">The thread id of the sample; <c>null</c> for that of the node.</param>
    public ThreadId GetThread(ReadOnlySpan<byte> file, int row, uint? pid, uint? tid)
    {
        Node node = row < 0 ? default : _nodes[row];
        bool isNamed = HasInlineStacks ?? _hasStacks;
        ReadOnlySpan<byte> name = isNamed ? file.Slice(node.Name.Start, node.Name.Length) : default;
        // The node that stands for samples without a stack is named root.
        if (name.SequenceEqual("root"u8)) name = default;
        var key = ((long?)(pid ?? node.Pid), (long?)(tid ?? node.Tid), name.IsEmpty ? -1 : row);
        if (_threads.TryGetValue(key, out ThreadId thread)) return thread;
        thread = builder.AddThread(key.Item1, key.Item2, name);
        _threads.Add(key, thread);
        return thread;
    }

    private bool TryReadNode(ReadOnlySpan<byte> message, (int Start, int Length) slice)
    {
        var node = new Node { Message = slice };
        int row = _nodes.Count;
        bool isValid = true;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case NflxProfileShape.NodeFunctionName when reader.WireType == WireType.Bytes:
                    node.Name = (slice.Start + reader.BytesStart, reader.Bytes.Length);
                    break;
                case NflxProfileShape.NodeChildren:
                    var numbers = new RepeatedNumbers(reader);
                    while (numbers.MoveNext()) _children.Add(((uint)numbers.Current, row));
                    isValid &= !numbers.IsMalformed;
                    break;
                case NflxProfileShape.NodeParent when reader.WireType == WireType.Varint:
                    node.Parent = (uint)reader.Number;
                    break;
                case NflxProfileShape.NodePid when reader.WireType == WireType.Varint:
                    node.Pid = (uint)reader.Number;
                    break;
                case NflxProfileShape.NodeTid when reader.WireType == WireType.Varint:
                    node.Tid = (uint)reader.Number;
                    break;
                case NflxProfileShape.NodeCpu when reader.WireType == WireType.Varint:
                    node.Cpu = (uint)reader.Number;
                    break;
                case NflxProfileShape.NodeStack when reader.WireType == WireType.Bytes:
                    _hasStacks = true;
                    break;
            }
        }
        _nodes.Add(node);
        return isValid && reader.End == ProtobufEnd.Whole;
    }

    private StackId ReadInlineStack(ReadOnlySpan<byte> file, in Node node)
    {
        StackId stack = StackId.Empty;
        int depth = 0;
        var reader = new ProtobufReader(file.Slice(node.Message.Start, node.Message.Length));
        while (reader.Read())
        {
            if (reader.Field != NflxProfileShape.NodeStack || reader.WireType != WireType.Bytes) continue;
            context.CheckFrames(++depth, InputPosition.AtByte(node.Message.Start));
            stack = builder.AddStack(stack, NflxFrame.Add(reader.Bytes, isNode: false, builder, context));
        }
        return stack;
    }

    // From the node up to an ancestor whose stack is known, then down again. A node on the path is marked, which finds cycles.
    private StackId MakeStack(ReadOnlySpan<byte> file, int row)
    {
        int[] parents = _parents ??= FindParents();
        _path.Clear();
        StackId stack = StackId.Empty;
        for (int node = row; node >= 0; node = parents[node])
        {
            if (_nodes[node].Stack is { } known)
            {
                stack = known;
                break;
            }
            _path.Add(node);
            if (_path.Count > _nodes.Count)
            {
                context.Report("a node that is its own ancestor");
                foreach (int member in _path) CollectionsMarshal.AsSpan(_nodes)[member].Stack = StackId.Empty;
                return StackId.Empty;
            }
        }
        if (_path.Count > 0 && parents[_path[^1]] == UnknownParent) context.Report("the id of a node's parent does not exist");
        int depth = 0;
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            Node node = _nodes[_path[i]];
            context.CheckFrames(++depth, InputPosition.AtByte(node.Message.Start));
            FrameId frame = NflxFrame.Add(file.Slice(node.Message.Start, node.Message.Length), isNode: true, builder, context);
            stack = builder.AddStack(stack, frame);
            CollectionsMarshal.AsSpan(_nodes)[_path[i]].Stack = stack;
        }
        return stack;
    }

    private int[] FindParents()
    {
        var parents = new int[_nodes.Count];
        Array.Fill(parents, NoParent);
        foreach ((uint child, int parent) in _children)
        {
            int row = _ids.Find(child);
            if (row < 0) context.Report("the id of a node's child does not exist");
            else if (parents[row] == NoParent && row != parent) parents[row] = parent;
            else if (parents[row] != parent) context.Report("a node with two parents");
        }
        for (int row = 0; row < parents.Length; row++)
        {
            if (_nodes[row].Parent is not { } id) continue;
            int parent = _ids.Find(id);
            if (parent == row) parents[row] = NoParent; // The root of some writers.
            else parents[row] = parent < 0 ? UnknownParent : parent;
        }
        return parents;
    }
}
