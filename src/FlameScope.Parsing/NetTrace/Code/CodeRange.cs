using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A range of addresses with the code that is in it during some time.</summary>
internal struct CodeRange
{
    public ulong Start { get; init; }

    /// <summary>The address after the last one.</summary>
    public ulong End { get; init; }

    /// <summary>The identity of the method; two ranges of one start and one method are the same code.</summary>
    public ulong Method { get; init; }

    /// <summary>The ticks at which the code was there for the first time; 0 for code of a rundown, which was there before.</summary>
    public ulong Loaded { get; init; }

    /// <summary>The ticks at which the code was removed; the maximum if it was not.</summary>
    public ulong Unloaded { get; set; }

    /// <summary>The name of the code, or of the mapped file.</summary>
    public int Name { get; init; }

    /// <summary>The id of the module, or its name for ranges of version 6.</summary>
    public ulong Module { get; init; }

    public FrameKind Kind { get; init; }

    public readonly bool IsRundown => Loaded == 0;
}
