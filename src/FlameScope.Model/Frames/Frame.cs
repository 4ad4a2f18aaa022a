namespace FlameScope.Model;

/// <summary>A row of the frame table: a function in a module, with its kind and source location.</summary>
public readonly record struct Frame
{
    /// <summary>The function.</summary>
    public SymbolId Symbol { get; init; }

    /// <summary>The module that contains the code; <see cref="ModuleId.None"/> if it is unknown.</summary>
    public ModuleId Module { get; init; }

    /// <summary>The kind of code. For an inlined function it is the kind of the code that contains the function.</summary>
    public FrameKind Kind { get; init; }

    /// <summary>Indicates whether the compiler inlined the function into its caller.</summary>
    public bool IsInlined { get; init; }

    /// <summary>The source file, or the source location as the source of the profile writes it; <see cref="SourceId.None"/> if it is unknown.</summary>
    public SourceId Source { get; init; }

    /// <summary>The line in the source file, from 1; 0 if it is unknown.</summary>
    public int Line { get; init; }

    /// <summary>The column in the line, from 1; 0 if it is unknown.</summary>
    public int Column { get; init; }

    /// <summary>The kind that views display: <see cref="FrameKind.Inlined"/> for an inlined function, otherwise <see cref="Kind"/>.</summary>
    public FrameKind DisplayKind => IsInlined ? FrameKind.Inlined : Kind;
}
