using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>The registers of a thread, by their DWARF numbers, and the copy of its stack.</summary>
internal sealed class UnwindRegisters
{
    private const int MaximumSteps = 1000;
    private const int MaximumOperands = 64;

    private readonly ulong[] _values = new ulong[UnwindRow.RegisterCount];
    private readonly ulong[] _next = new ulong[UnwindRow.RegisterCount];
    private readonly ulong[] _operands = new ulong[MaximumOperands];
    private ulong _known; // a bit for each register
    private byte[] _stack = [];
    private int _stackLength;
    private ulong _stackStart;

    /// <summary>Indicates whether the last read was outside the copied part of the stack.</summary>
    public bool IsOutside { get; private set; }

    public void Clear() => _known = 0;

    public void Set(int register, ulong value)
    {
        _values[register] = value;
        _known |= 1UL << register;
    }

    public ulong? Get(int register) => register is >= 0 and < UnwindRow.RegisterCount && ((_known >> register) & 1) != 0 ? _values[register] : null;

    public void SetStack(ReadOnlySpan<byte> stack, ulong start)
    {
        if (_stack.Length < stack.Length) _stack = new byte[stack.Length];
        stack.CopyTo(_stack);
        _stackLength = stack.Length;
        _stackStart = start;
        IsOutside = false;
    }

    /// <summary>Replaces the registers by those of the caller.</summary>
    /// <param name="row">The rules.</param>
    /// <param name="stackRegister">The stack pointer, which is the frame's address in the caller.</param>
    /// <param name="frame">Receives the frame's address.</param>
    /// <param name="returnAddress">Receives the return address; <c>null</c> if there is no caller.</param>
    /// <returns><c>false</c> if the frame's address is not known.</returns>
    public bool Step(UnwindRow row, int stackRegister, out ulong frame, out ulong? returnAddress)
    {
        IsOutside = false;
        returnAddress = null;
        frame = 0;
        ulong? address = row.FrameRegister == -1
            ? Evaluate(row.GetExpression(row.FrameOffset, row.FrameLength), null)
            : Get(row.FrameRegister) is { } register ? unchecked(register + (ulong)row.FrameOffset) : null;
        if (address is null) return false;
        frame = address.Value;
        ulong known = 0;
        for (int i = 0; i < UnwindRow.RegisterCount; i++)
        {
            if (row.Rules[i] == UnwindRule.Undefined) continue;
            ulong? value = GetCaller(row, i, frame);
            if (value is null) continue;
            _next[i] = value.Value;
            known |= 1UL << i;
        }
        if (row.Rules[stackRegister] == UnwindRule.Same)
        {
            _next[stackRegister] = frame;
            known |= 1UL << stackRegister;
        }
        _next.CopyTo(_values, 0);
        _known = known;
        returnAddress = Get(row.ReturnRegister);
        if (returnAddress is not null && row.IsSigned) returnAddress = returnAddress.Value & 0x0000_FFFF_FFFF_FFFF;
        return true;
    }

    private ulong? GetCaller(UnwindRow row, int register, ulong frame)
    {
        long value = row.Values[register];
        switch (row.Rules[register])
        {
            case UnwindRule.Same:
                return Get(register);
            case UnwindRule.Offset:
                return Read(unchecked(frame + (ulong)value), 8);
            case UnwindRule.ValueOffset:
                return unchecked(frame + (ulong)value);
            case UnwindRule.Register:
                return Get((int)Math.Clamp(value, -1, UnwindRow.RegisterCount));
            case UnwindRule.Expression:
                return Evaluate(row.GetExpression(value, row.Lengths[register]), frame) is { } address ? Read(address, 8) : null;
            case UnwindRule.ValueExpression:
                return Evaluate(row.GetExpression(value, row.Lengths[register]), frame);
            default:
                return null;
        }
    }

    private ulong? Read(ulong address, int length)
    {
        ulong offset = unchecked(address - _stackStart);
        if (offset >= (ulong)_stackLength || (ulong)_stackLength - offset <= (ulong)length) // perf does not read the last bytes, either
        {
            IsOutside = true;
            return null;
        }
        ReadOnlySpan<byte> bytes = _stack.AsSpan((int)offset, length);
        return length switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => null,
        };
    }

    // The operations that compilers use in call frame information.
    private ulong? Evaluate(ReadOnlySpan<byte> expression, ulong? first)
    {
        int count = 0;
        if (first is { } start) _operands[count++] = start;
        var reader = new FrameReader(expression, new PerfByteOrder(isBigEndian: false));
        for (int steps = 0; !reader.IsEnd; steps++)
        {
            if (steps > MaximumSteps || count > MaximumOperands - 2) return null;
            byte code = reader.Byte();
            ulong? pushed;
            switch (code)
            {
                case >= 0x30 and <= 0x4f:
                    pushed = (ulong)(code - 0x30);
                    break;
                case >= 0x70 and <= 0x8f:
                    pushed = Based(code - 0x70, reader.Signed());
                    break;
                case 0x92:
                    pushed = Based((int)Math.Min(reader.Unsigned(), UnwindRow.RegisterCount), reader.Signed());
                    break;
                case 0x08: pushed = reader.Byte(); break;
                case 0x09: pushed = unchecked((ulong)(sbyte)reader.Byte()); break;
                case 0x0a: pushed = reader.UInt16(); break;
                case 0x0b: pushed = unchecked((ulong)(short)reader.UInt16()); break;
                case 0x0c: pushed = reader.UInt32(); break;
                case 0x0d: pushed = unchecked((ulong)(int)reader.UInt32()); break;
                case 0x0e or 0x0f: pushed = reader.UInt64(); break;
                case 0x10: pushed = reader.Unsigned(); break;
                case 0x11: pushed = unchecked((ulong)reader.Signed()); break;
                case 0x12 when count > 0: pushed = _operands[count - 1]; break;
                case 0x14 when count > 1: pushed = _operands[count - 2]; break;
                case 0x13 when count > 0: count--; continue;
                case 0x16 when count > 1: (_operands[count - 1], _operands[count - 2]) = (_operands[count - 2], _operands[count - 1]); continue;
                case 0x06 when count > 0: pushed = Read(_operands[--count], 8); break;
                case 0x94 when count > 0: pushed = Read(_operands[--count], reader.Byte()); break;
                case 0x23 when count > 0: pushed = unchecked(_operands[--count] + reader.Unsigned()); break;
                case 0x96: continue; // no operation
                default:
                    if (count < 2) return null;
                    pushed = Combine(code, _operands[count - 2], _operands[count - 1]);
                    count -= 2;
                    break;
            }
            if (pushed is null) return null;
            _operands[count++] = pushed.Value;
        }
        return count > 0 && !reader.IsBroken ? _operands[count - 1] : null;
    }

    private ulong? Based(int register, long offset) => Get(register) is { } value ? unchecked(value + (ulong)offset) : null;

    private static ulong? Combine(byte code, ulong a, ulong b) => unchecked(code switch
    {
        0x1a => a & b,
        0x1c => a - b,
        0x1e => a * b,
        0x21 => a | b,
        0x22 => a + b,
        0x24 => b < 64 ? a << (int)b : 0,
        0x25 => b < 64 ? a >> (int)b : 0,
        0x27 => a ^ b,
        0x29 => a == b ? 1UL : 0,
        0x2a => (long)a >= (long)b ? 1UL : 0,
        0x2b => (long)a > (long)b ? 1UL : 0,
        0x2c => (long)a <= (long)b ? 1UL : 0,
        0x2d => (long)a < (long)b ? 1UL : 0,
        0x2e => a != b ? 1UL : 0,
        _ => null,
    });
}
