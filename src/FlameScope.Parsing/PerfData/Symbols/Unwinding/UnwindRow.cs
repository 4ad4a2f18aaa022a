namespace FlameScope.Parsing;

/// <summary>The way to find the value of a register in the caller.</summary>
internal enum UnwindRule : byte
{
    /// <summary>The register is unchanged.</summary>
    Same,

    /// <summary>The value is lost. For the return address, the function has no caller.</summary>
    Undefined,

    /// <summary>The value is in memory, at an offset from the frame's address.</summary>
    Offset,

    /// <summary>The value is the frame's address plus an offset.</summary>
    ValueOffset,

    /// <summary>The value is in another register.</summary>
    Register,

    /// <summary>The value is in memory, at the address of an expression.</summary>
    Expression,

    /// <summary>The value is that of an expression.</summary>
    ValueExpression,
}

/// <summary>The rules that are valid at an address of a function: its frame's address, and the registers of its caller.</summary>
internal sealed class UnwindRow
{
    /// <summary>The registers that are followed: all of x86-64, and the general ones of arm64.</summary>
    public const int RegisterCount = 33;

    public readonly UnwindRule[] Rules = new UnwindRule[RegisterCount];
    public readonly long[] Values = new long[RegisterCount]; // an offset, a register, or the start of an expression
    public readonly int[] Lengths = new int[RegisterCount]; // of expressions

    /// <summary>The register of the frame's address; -1 if it is an expression.</summary>
    public int FrameRegister;

    /// <summary>The offset from the register, or the start of the expression.</summary>
    public long FrameOffset;

    public int FrameLength;

    public int ReturnRegister;

    /// <summary>Indicates whether the function was called by a signal: the return address is that of the interrupted instruction.</summary>
    public bool IsSignal;

    /// <summary>Indicates whether the return address is signed, on arm64.</summary>
    public bool IsSigned;

    public required byte[] Section { get; init; }

    /// <summary>Returns the bytes of an expression.</summary>
    public ReadOnlySpan<byte> GetExpression(long start, int length) => Section.AsSpan((int)start, length);

    public void CopyTo(UnwindRow other)
    {
        Rules.CopyTo(other.Rules, 0);
        Values.CopyTo(other.Values, 0);
        Lengths.CopyTo(other.Lengths, 0);
        other.FrameRegister = FrameRegister;
        other.FrameOffset = FrameOffset;
        other.FrameLength = FrameLength;
        other.IsSigned = IsSigned;
    }
}
