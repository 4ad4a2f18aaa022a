namespace FlameScope.Parsing;

/// <summary>The functions of a CPU profile that are not code of a script.</summary>
internal enum V8FunctionKind : byte
{
    /// <summary>A function of a script, or a native one.</summary>
    Function,

    /// <summary>The root of the tree, which is no frame.</summary>
    Root,

    /// <summary>Native code that V8 cannot see.</summary>
    Program,

    /// <summary>The thread waits for work.</summary>
    Idle,

    /// <summary>The garbage collector, which V8 puts below the root.</summary>
    GarbageCollector,
}
