using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Assigns indexes, from 1 in the order of first use, to distinct triples of an owner, an address and a mode. The owner is the caller's index in a tree of
/// calls, or a module.
/// </summary>
internal sealed class AddressTable
{
    private int[] _owners = new int[256];
    private ulong[] _addresses = new ulong[256];
    private CpuMode[] _modes = new CpuMode[256];
    private int[] _slots = new int[512]; // index; 0 is free

    /// <summary>The number of triples plus 1.</summary>
    public int Count { get; private set; } = 1;

    public int GetOwner(int index) => _owners[index];

    public ulong GetAddress(int index) => _addresses[index];

    public CpuMode GetMode(int index) => _modes[index];

    public int GetOrAdd(int owner, ulong address, CpuMode mode)
    {
        // The calls of a new call chain have consecutive indexes.
        int next = owner + 1;
        if ((uint)next < (uint)Count && Equals(next, owner, address, mode)) return next;
        int slot = Slot(owner, address, mode);
        for (int index; (index = _slots[slot]) != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (Equals(index, owner, address, mode)) return index;
        }
        return Append(slot, owner, address, mode);
    }

    private bool Equals(int index, int owner, ulong address, CpuMode mode) =>
        _addresses[index] == address && _owners[index] == owner && _modes[index] == mode;

    private int Append(int slot, int owner, ulong address, CpuMode mode)
    {
        int index = Count++;
        if (index == _owners.Length)
        {
            Array.Resize(ref _owners, index * 2);
            Array.Resize(ref _addresses, index * 2);
            Array.Resize(ref _modes, index * 2);
        }
        _owners[index] = owner;
        _addresses[index] = address;
        _modes[index] = mode;
        _slots[slot] = index;
        if (Count * 2L > _slots.Length) Grow();
        return index;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int index = 1; index < Count; index++)
        {
            int slot = Slot(_owners[index], _addresses[index], _modes[index]);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = index;
        }
    }

    private int Slot(int owner, ulong address, CpuMode mode)
    {
        ulong hash = PairHash.Of(PairHash.Of(address) + (((ulong)(uint)owner << 3) | (ulong)mode));
        return (int)(hash >> 33) & (_slots.Length - 1);
    }
}
