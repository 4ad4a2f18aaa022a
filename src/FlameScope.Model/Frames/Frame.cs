namespace FlameScope.Model;

/// <summary>A row of the frame table: a function in a module, with its kind and source location.</summary>
public readonly record struct Frame
{
    internal Frame(SymbolId symbol, ModuleId module, FrameKind kind, SourceId source = default)
    {
        Symbol = symbol;
        Module = module;
        Kind = kind;
        Source = source;
    }

    /// <summary>The function.</summary>
    public SymbolId Symbol { get; init; }

    /// <summary>The module that contains the code; <see cref="ModuleId.None"/> if it is unknown.</summary>
    public ModuleId Module { get; init; }

    /// <summary>The kind of code.</summary>
    public FrameKind Kind { get; init; }

    /// <summary>The source location; <see cref="SourceId.None"/> if the recording has none.</summary>
    public SourceId Source { get; init; }
}
