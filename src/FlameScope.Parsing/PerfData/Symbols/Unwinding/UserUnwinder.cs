using System.Numerics;

namespace FlameScope.Parsing;

/// <summary>Unwinds the user stacks of <c>perf record --call-graph dwarf</c> on x86-64 and arm64, by the rules in the mapped files.</summary>
internal sealed class UserUnwinder(EventTable events, PerfByteOrder order, SymbolFinder finder) : IUserUnwinder
{
    private const int MaximumFrames = 1024;
    private const int MaximumRows = 200_000;
    private const ulong Abi64 = 2;
    private const ushort X64 = 62;
    private const ushort Arm64 = 183;

    // perf's numbers of the registers with the DWARF numbers 0 to 16 on x86-64; the last one is the instruction pointer.
    private static ReadOnlySpan<byte> X64Registers => [0, 3, 2, 1, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 8];

    private readonly UnwindRegisters _registers = new();
    private readonly ulong[] _addresses = new ulong[MaximumFrames];
    private readonly Dictionary<int, (ElfModule? Image, UnwindTable? Table)> _files = []; // by module
    private readonly Dictionary<(int Module, ulong Address), UnwindRow?> _rows = [];

    public bool TryUnwind(int eventIndex, ReadOnlySpan<byte> registers, ReadOnlySpan<byte> stack, AddressSpace space, ModuleTable modules, out ReadOnlySpan<ulong> addresses)
    {
        addresses = default;
        ulong mask = events[eventIndex].UserRegisters;
        bool isArm = (mask >> 32) != 0; // only arm64 has so many registers
        if (!ReadRegisters(registers, mask, isArm, out ulong ip, out ulong abi)) return false;
        int stackRegister = isArm ? 31 : 7;
        _addresses[0] = ip;
        int count = 1;
        bool isComplete = false;
        if (abi == Abi64 && !order.IsBigEndian && _registers.Get(stackRegister) is { } top)
        {
            _registers.SetStack(stack, top);
            isComplete = Unwind(ip, stackRegister, isArm ? Arm64 : X64, space, modules, ref count);
        }
        addresses = _addresses.AsSpan(0, count);
        return isComplete;
    }

    private bool ReadRegisters(ReadOnlySpan<byte> bytes, ulong mask, bool isArm, out ulong ip, out ulong abi)
    {
        _registers.Clear();
        ip = abi = 0;
        if (bytes.Length < sizeof(ulong) * (1 + BitOperations.PopCount(mask))) return false;
        abi = order.ReadUInt64(bytes);
        bytes = bytes[sizeof(ulong)..];
        ulong? pointer = null;
        for (; mask != 0; mask &= mask - 1, bytes = bytes[sizeof(ulong)..])
        {
            int number = BitOperations.TrailingZeroCount(mask);
            int register = isArm ? number : X64Registers.IndexOf((byte)number);
            ulong value = order.ReadUInt64(bytes);
            if (number == (isArm ? 32 : 8)) pointer = value;
            if (register is >= 0 and < UnwindRow.RegisterCount) _registers.Set(register, value);
        }
        ip = pointer ?? 0;
        return pointer is not null;
    }

    private bool Unwind(ulong ip, int stackRegister, ushort machine, AddressSpace space, ModuleTable modules, ref int count)
    {
        ulong lastFrame = 0;
        bool isCall = false; // the address is that after a call
        while (count < MaximumFrames)
        {
            ulong place = isCall ? ip - 1 : ip;
            if (!space.TryFind(place, out Mapping mapping)) return false;
            UnwindRow? row = FindRow(mapping, place, machine, modules);
            if (row is null) return false;
            if (!_registers.Step(row, stackRegister, out ulong frame, out ulong? returnAddress)) return _registers.IsOutside;
            if (returnAddress == 0 || row.Rules[row.ReturnRegister] == UnwindRule.Undefined) return true;
            if (returnAddress is null)
            {
                // The copy of the stack ends. As in perf, an unknown frame shows that there are more.
                if (_registers.IsOutside) _addresses[count++] = ulong.MaxValue;
                return _registers.IsOutside;
            }
            // Each frame is above the one that it called, which ends every loop. A leaf function of arm64 may have no frame.
            if (frame <= lastFrame && !(frame == lastFrame && count == 1)) return false;
            lastFrame = frame;
            isCall = !row.IsSignal;
            ip = returnAddress.Value;
            // The call is before the return address, which may be that of another function if the called one does not return.
            _addresses[count++] = isCall ? ip - 1 : ip;
        }
        return true;
    }

    private UnwindRow? FindRow(Mapping mapping, ulong address, ushort machine, ModuleTable modules)
    {
        var key = (mapping.Module, mapping.ToOffset(address));
        if (_rows.TryGetValue(key, out UnwindRow? row)) return row;
        if (!_files.TryGetValue(mapping.Module, out (ElfModule? Image, UnwindTable? Table) file)) _files[mapping.Module] = file = FindFile(modules[mapping.Module]);
        if (file.Table is not null && file.Table.Machine == machine && file.Image!.TryGetAddress(key.Item2, out ulong place)) row = file.Table.Find(place);
        if (_rows.Count >= MaximumRows) _rows.Clear();
        _rows[key] = row;
        return row;
    }

    private (ElfModule? Image, UnwindTable? Table) FindFile(MappedModule module)
    {
        ElfModule? image = module.Source switch
        {
            ModuleSource.File or ModuleSource.DeletedFile => finder.FindFile(module, out _).Image,
            ModuleSource.Vdso => finder.FindVdsoFile(module),
            _ => null,
        };
        return (image, image?.Unwinding);
    }
}
