namespace FlameScope.Model;

/// <summary>The tables of a profile, handed over together.</summary>
internal sealed record ProfileTables(
    NameTable<SymbolId> Symbols,
    NameTable<ModuleId> Modules,
    NameTable<SourceId> Sources,
    NameTable<CommId> Comms,
    NameTable<SampleEventId> Events,
    FrameTable Frames,
    StackTable Stacks,
    ThreadTable Threads);
