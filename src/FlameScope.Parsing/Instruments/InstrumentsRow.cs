using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The unit of the weight of a row.</summary>
internal enum InstrumentsUnit
{
    None,
    Nanoseconds,
    Cycles,
}

/// <summary>The columns of a row of a table.</summary>
internal struct InstrumentsRow
{
    public long? Time;
    public ThreadId? Thread;
    public int? Cpu;
    public long Weight;
    public InstrumentsUnit Unit;
    public StackId Stack;
    public bool HasStack;
    public bool IsStackUnknown;
    public bool IsIdle;

    /// <summary>Indicates whether a time or a weight is not a number that fits.</summary>
    public bool IsBroken;
}
