using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Assigns indexes, from 1 in the order of first use, to distinct triples of an owner, an address and a mode. The owner is the caller's index in a tree of
/// calls, or a module.
/// </summary>
internal sealed class AddressTable
{
    private Row[] _rows = new Row[256];
    private int[] _slots = new int[512]; // index; 0 is free

    // 16 bytes: one cache line per comparison.
    private struct Row
    {
        public ulong Address;
        public int Owner;
        public CpuMode Mode;
    }

    /// <summary>The number of triples plus 1.</summary>
    public int Count { get; private set; } = 1;

    public int GetOwner(int index) => _rows[index].Owner;

    public ulong GetAddress(int index) => _rows[index].Address;

    public CpuMode GetMode(int index) => _rows[index].Mode;

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

    private bool Equals(int index, int owner, ulong address, CpuMode mode)
    {
        ref readonly Row row = ref _rows[index];
        return row.Address == address && row.Owner == owner && row.Mode == mode;
    }

    private int Append(int slot, int owner, ulong address, CpuMode mode)
    {
        int index = Count++;
        if (index == _rows.Length) Array.Resize(ref _rows, index * 2);
        _rows[index] = new Row { Address = address, Owner = owner, Mode = mode };
        _slots[slot] = index;
        if (Count * 2L > _slots.Length) Grow();
        return index;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int index = 1; index < Count; index++)
        {
            Row row = _rows[index];
            int slot = Slot(row.Owner, row.Address, row.Mode);
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
