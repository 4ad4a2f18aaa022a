namespace FlameScope.Model;

/// <summary>One row of the frame table.</summary>
/// <param name="Symbol">The function.</param>
/// <param name="Module">Where its code lies; <see cref="ModuleId.None"/> when that is not known.</param>
/// <param name="Kind">What sort of code it is.</param>
/// <param name="Source">The place in the source, where the recording has it; else <see cref="SourceId.None"/>.</param>
public readonly record struct Frame(SymbolId Symbol, ModuleId Module, FrameKind Kind, SourceId Source = default);
