using System.Buffers.Binary;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The stacks of a recording as a tree of addresses. An id of the file is valid up to the next sequence point; a node of the tree is valid for the
/// whole recording, so a sample needs only its node.
/// </summary>
internal sealed class NetTraceStackTable
{
    private readonly NumberInterner _addresses = new();
    private readonly StackInterner _nodes = new();
    private readonly NumberInterner _otherIds = new();
    private readonly List<int> _otherNodes = [];
    private int[] _byId = new int[256]; // The nodes of the ids _firstId, _firstId + 1, …, in which order writers assign them.
    private uint _firstId;
    private int _idCount;

    /// <summary>The number of slots that <see cref="GetSlot"/> can return.</summary>
    public int SlotCount => _addresses.Count * 2;

    /// <summary>The number of nodes, including the empty stack, which is node 0.</summary>
    public int NodeCount => _nodes.Count;

    public bool TryGet(uint id, out int node)
    {
        uint index = id - _firstId;
        if (index < (uint)_idCount)
        {
            node = _byId[index];
            return true;
        }
        int other = _otherIds.Find(id);
        node = other < 0 ? 0 : _otherNodes[other];
        return other >= 0;
    }

    /// <summary>Adds a stack.</summary>
    /// <param name="id">The id of the stack in the file. A later stack of the same id replaces it.</param>
    /// <param name="addresses">The addresses, leaf first.</param>
    /// <param name="pointerSize">The size of an address, 4 or 8.</param>
    public void Add(uint id, ReadOnlySpan<byte> addresses, int pointerSize)
    {
        StackId node = StackId.Empty;
        for (int i = (addresses.Length / pointerSize) - 1; i >= 0; i--)
        {
            ReadOnlySpan<byte> bytes = addresses.Slice(i * pointerSize, pointerSize);
            ulong address = pointerSize == sizeof(uint)
                ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
                : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            int slot = _addresses.GetOrAdd(address) * 2;
            node = _nodes.GetOrAdd(node, new FrameId(i == 0 ? slot : slot + 1));
        }
        SetNode(id, node.Value);
    }

    /// <summary>Forgets the ids at a sequence point.</summary>
    public void ForgetIds()
    {
        _idCount = 0;
        _otherIds.Clear();
        _otherNodes.Clear();
    }

    /// <summary>Returns the tree: the frame of each node is a slot.</summary>
    public StackTable ToTree() => _nodes.ToTable();

    /// <summary>Returns the address of a slot.</summary>
    /// <param name="slot">The slot: an address as a leaf, or as a caller.</param>
    /// <param name="isCaller">Indicates whether the address is one to which a call returns; the call precedes it.</param>
    public ulong GetSlot(int slot, out bool isCaller)
    {
        isCaller = (slot & 1) != 0;
        return _addresses[slot >> 1];
    }

    private void SetNode(uint id, int node)
    {
        if (_idCount == 0) _firstId = id;
        uint index = id - _firstId;
        if (index < (uint)_idCount)
        {
            _byId[index] = node;
        }
        else if (index == (uint)_idCount)
        {
            if (_idCount == _byId.Length) Array.Resize(ref _byId, _idCount * 2);
            _byId[_idCount++] = node;
        }
        else
        {
            int other = _otherIds.GetOrAdd(id);
            if (other == _otherNodes.Count) _otherNodes.Add(node);
            else _otherNodes[other] = node;
        }
    }
}
