using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>A row of the table <c>frames</c> of a dataset.</summary>
public sealed record DatasetFrame
{
    /// <summary>The kind of code.</summary>
    public FrameKind Kind { get; init; }

    /// <summary>The function; <c>[unknown]</c> if it is unknown.</summary>
    public required string Function { get; init; }

    /// <summary>The module; empty if it is unknown.</summary>
    public string Module { get; init; } = "";

    /// <summary>The source file or location; empty if it is unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>The line in the source file, from 1; 0 if it is unknown.</summary>
    public int Line { get; init; }

    /// <summary>The column in the line, from 1; 0 if it is unknown.</summary>
    public int Column { get; init; }

    /// <summary>Indicates whether the compiler inlined the function into its caller.</summary>
    public bool IsInlined { get; init; }
}
