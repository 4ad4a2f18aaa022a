using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The part of a CPU profile in one event. It is read before it is known whether the event is of a profile, and of which. One object is used for all
/// events.
/// </summary>
internal sealed class TraceProfileData(ProfileBuilder builder)
{
    public const long None = long.MinValue;

    private readonly List<Node> _nodes = [];
    private readonly List<(int Parent, long Child)> _links = [];
    private readonly List<long> _samples = [];
    private readonly List<long> _deltas = [];
    private readonly List<long> _timestamps = [];
    private readonly List<int> _open = []; // the nodes that are being read, outermost first

    public struct Node
    {
        public long Id;
        public long ParentId;
        public int Parent; // the index of the node that contains it; -1 if it is not nested
        public bool HasFrame;
        public V8CallFrame Frame;
    }

    public ReadOnlySpan<Node> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>The ids of the children of a node, which is given by its index.</summary>
    public ReadOnlySpan<(int Parent, long Child)> Links => CollectionsMarshal.AsSpan(_links);

    public ReadOnlySpan<long> Samples => CollectionsMarshal.AsSpan(_samples);

    /// <summary>The times between samples in nanoseconds.</summary>
    public ReadOnlySpan<long> Deltas => CollectionsMarshal.AsSpan(_deltas);

    /// <summary>The times of the samples in nanoseconds, in profiles of old versions.</summary>
    public ReadOnlySpan<long> Timestamps => CollectionsMarshal.AsSpan(_timestamps);

    /// <summary>The start of the profile in nanoseconds.</summary>
    public long? Start { get; set; }

    /// <summary>The end of the profile in nanoseconds.</summary>
    public long? End { get; set; }

    public void Clear()
    {
        _nodes.Clear();
        _links.Clear();
        _samples.Clear();
        _deltas.Clear();
        _timestamps.Clear();
        _open.Clear();
        Start = End = null;
    }

    public void BeginNode(bool isNested)
    {
        _open.Add(_nodes.Count);
        _nodes.Add(new Node { Id = None, ParentId = None, Parent = isNested && _open.Count > 1 ? _open[^2] : -1, Frame = V8CallFrame.Empty });
    }

    public void EndNode() => _open.RemoveAt(_open.Count - 1);

    public void SetNumber(int slot, long value)
    {
        ref Node node = ref CollectionsMarshal.AsSpan(_nodes)[_open[^1]];
        switch (slot)
        {
            case TraceSlots.NodeId:
                node.Id = value;
                break;
            case TraceSlots.NodeParent:
                node.ParentId = value;
                break;
            case TraceSlots.FunctionLine:
                node.Frame.Line = value;
                break;
            case TraceSlots.FunctionColumn:
                node.Frame.Column = value;
                break;
            case TraceSlots.OldLine:
                node.Frame.Line = value - 1;
                break;
            case TraceSlots.OldColumn:
                node.Frame.Column = value - 1;
                break;
            case TraceSlots.NodeChildren:
                _links.Add((_open[^1], value));
                break;
        }
    }

    public void SetText(int slot, ReadOnlySpan<byte> text)
    {
        ref Node node = ref CollectionsMarshal.AsSpan(_nodes)[_open[^1]];
        switch (slot)
        {
            case TraceSlots.FunctionName:
                node.HasFrame = true;
                node.Frame.SetName(builder, text);
                break;
            case TraceSlots.FunctionUrl:
                node.Frame.SetUrl(builder, text);
                break;
            case TraceSlots.CodeType:
                node.Frame.SetCodeType(text);
                break;
        }
    }

    public void AddNumbers(int slot, ReadOnlySpan<long> values)
    {
        List<long> column = slot switch
        {
            TraceSlots.CpuSamples => _samples,
            TraceSlots.CpuDeltas => _deltas,
            _ => _timestamps,
        };
        CollectionExtensions.AddRange(column, values);
    }
}
