namespace FlameScope.Parsing;

/// <summary>Runs the instructions of a function's entry up to an address.</summary>
internal readonly struct UnwindProgram(byte[] section, PerfByteOrder order, ulong codeAlignment, long dataAlignment, int returnRegister, bool isSignal)
{
    private const int MaximumInstructions = 100_000;
    private const int MaximumStates = 64;

    /// <summary>Returns the rules at an address; <c>null</c> if the instructions are not valid.</summary>
    public UnwindRow? Run(int commonStart, int commonEnd, int start, int end, ulong function, ulong address)
    {
        var row = new UnwindRow { Section = section, ReturnRegister = returnRegister, IsSignal = isSignal, FrameRegister = -2 };
        var initial = new UnwindRow { Section = section };
        ulong location = function;
        if (!Run(commonStart, commonEnd, row, initial, ref location, ulong.MaxValue)) return null;
        row.CopyTo(initial);
        location = function;
        return Run(start, end, row, initial, ref location, address) && row.FrameRegister != -2 ? row : null;
    }

    private bool Run(int start, int end, UnwindRow row, UnwindRow initial, ref ulong location, ulong address)
    {
        var reader = new FrameReader(section.AsSpan(0, end), order) { Position = start };
        Stack<UnwindRow>? states = null;
        for (int i = 0; !reader.IsEnd; i++)
        {
            if (i > MaximumInstructions) return false;
            byte code = reader.Byte();
            int operand = code & 63;
            switch (code >> 6)
            {
                case 1:
                    if (Advance(ref location, (ulong)operand, address)) return true;
                    continue;
                case 2:
                    Set(row, (ulong)operand, UnwindRule.Offset, (long)reader.Unsigned() * dataAlignment);
                    continue;
                case 3:
                    Restore(row, initial, (ulong)operand);
                    continue;
            }
            switch (code)
            {
                case 0x00:
                    break;
                case 0x02:
                    if (Advance(ref location, reader.Byte(), address)) return true;
                    break;
                case 0x03:
                    if (Advance(ref location, reader.UInt16(), address)) return true;
                    break;
                case 0x04:
                    if (Advance(ref location, reader.UInt32(), address)) return true;
                    break;
                case 0x05:
                    Set(row, reader.Unsigned(), UnwindRule.Offset, (long)reader.Unsigned() * dataAlignment);
                    break;
                case 0x06:
                    Restore(row, initial, reader.Unsigned());
                    break;
                case 0x07:
                    Set(row, reader.Unsigned(), UnwindRule.Undefined, 0);
                    break;
                case 0x08:
                    Set(row, reader.Unsigned(), UnwindRule.Same, 0);
                    break;
                case 0x09:
                    Set(row, reader.Unsigned(), UnwindRule.Register, (long)reader.Unsigned());
                    break;
                case 0x0a:
                    states ??= new Stack<UnwindRow>();
                    if (states.Count >= MaximumStates) return false;
                    var saved = new UnwindRow { Section = section };
                    row.CopyTo(saved);
                    states.Push(saved);
                    break;
                case 0x0b:
                    if (states is null || !states.TryPop(out UnwindRow? last)) return false;
                    last.CopyTo(row);
                    break;
                case 0x0c or 0x12:
                    row.FrameRegister = (int)Math.Min(reader.Unsigned(), UnwindRow.RegisterCount);
                    row.FrameOffset = code == 0x0c ? (long)reader.Unsigned() : reader.Signed() * dataAlignment;
                    break;
                case 0x0d:
                    row.FrameRegister = (int)Math.Min(reader.Unsigned(), UnwindRow.RegisterCount);
                    break;
                case 0x0e or 0x13 when row.FrameRegister == -1:
                    return false; // there is no offset in an expression
                case 0x0e:
                    row.FrameOffset = (long)reader.Unsigned();
                    break;
                case 0x13:
                    row.FrameOffset = reader.Signed() * dataAlignment;
                    break;
                case 0x0f:
                    ulong length = reader.Unsigned();
                    row.FrameRegister = -1;
                    row.FrameOffset = reader.Position;
                    row.FrameLength = reader.Take(length).Length;
                    break;
                case 0x10 or 0x16:
                    SetExpression(row, ref reader, code == 0x10 ? UnwindRule.Expression : UnwindRule.ValueExpression);
                    break;
                case 0x11:
                    Set(row, reader.Unsigned(), UnwindRule.Offset, reader.Signed() * dataAlignment);
                    break;
                case 0x14:
                    Set(row, reader.Unsigned(), UnwindRule.ValueOffset, (long)reader.Unsigned() * dataAlignment);
                    break;
                case 0x15:
                    Set(row, reader.Unsigned(), UnwindRule.ValueOffset, reader.Signed() * dataAlignment);
                    break;
                case 0x2d:
                    row.IsSigned = !row.IsSigned;
                    break;
                case 0x2e:
                    reader.Unsigned(); // the size of arguments
                    break;
                default:
                    return false;
            }
        }
        return !reader.IsBroken;
    }

    // Returns whether the row is that of the address.
    private bool Advance(ref ulong location, ulong delta, ulong address)
    {
        location = unchecked(location + (delta * codeAlignment));
        return location > address;
    }

    private static void Set(UnwindRow row, ulong register, UnwindRule rule, long value)
    {
        if (register >= UnwindRow.RegisterCount) return; // a register that is not followed
        row.Rules[register] = rule;
        row.Values[register] = value;
    }

    private static void SetExpression(UnwindRow row, ref FrameReader reader, UnwindRule rule)
    {
        ulong register = reader.Unsigned(), length = reader.Unsigned();
        int start = reader.Position;
        int taken = reader.Take(length).Length;
        Set(row, register, rule, start);
        if (register < UnwindRow.RegisterCount) row.Lengths[register] = taken;
    }

    private static void Restore(UnwindRow row, UnwindRow initial, ulong register)
    {
        if (register >= UnwindRow.RegisterCount) return;
        row.Rules[register] = initial.Rules[register];
        row.Values[register] = initial.Values[register];
        row.Lengths[register] = initial.Lengths[register];
    }
}
