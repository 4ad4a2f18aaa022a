using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>A sample whose addresses are not resolved yet: names are at the end of a recording. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct NetTraceSample
{
    /// <summary>The time as the file has it.</summary>
    public required ulong Ticks { get; init; }

    /// <summary>The node of the stack in <see cref="NetTraceStackTable"/>.</summary>
    public required int Stack { get; init; }

    /// <summary>The row of the thread in <see cref="NetTraceThreads"/>.</summary>
    public required int Thread { get; init; }

    /// <summary>The processor; -1 if it is unknown.</summary>
    public required int Cpu { get; init; }

    /// <summary>The index of the event in <see cref="NetTraceSamples"/>.</summary>
    public required ushort Event { get; init; }
}
