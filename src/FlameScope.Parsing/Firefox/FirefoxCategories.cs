using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The kinds of code for the categories of a profile. Each profile names its own categories.</summary>
internal sealed class FirefoxCategories
{
    private readonly FrameKind[] _kinds;
    private readonly FrameKind[]?[] _scriptKinds; // by category and subcategory, for scripts only

    public FirefoxCategories(List<FirefoxCategory> categories)
    {
        _kinds = new FrameKind[categories.Count];
        _scriptKinds = new FrameKind[categories.Count][];
        for (int i = 0; i < _kinds.Length; i++)
        {
            _kinds[i] = GetKind(categories[i].Name);
            if (_kinds[i] == FrameKind.Jit && categories[i].Subcategories is { } names) _scriptKinds[i] = [.. names.Select(GetScriptKind)];
        }
    }

    /// <summary>Returns the kind of a frame.</summary>
    /// <param name="category">The index of the category.</param>
    /// <param name="subcategory">The index of the subcategory, which from version 54 on says how a script runs.</param>
    /// <param name="implementation">How a script runs: <c>interpreter</c>, <c>baseline</c>, <c>ion</c>; empty for other code.</param>
    /// <param name="hasModule">Indicates whether the frame is in a library.</param>
    public FrameKind GetKind(long category, long subcategory, ReadOnlySpan<byte> implementation, bool hasModule)
    {
        bool isKnown = (ulong)category < (ulong)_kinds.Length;
        FrameKind kind = isKnown ? _kinds[category] : FrameKind.Unknown;
        if (kind is FrameKind.Kernel or FrameKind.Idle or FrameKind.Runtime or FrameKind.Interpreted) return kind;
        if (implementation.EndsWith("interp"u8) || implementation.StartsWith("interp"u8)) return FrameKind.Interpreted;
        if (!implementation.IsEmpty) return FrameKind.Jit;
        if (isKnown && _scriptKinds[category] is { } scriptKinds && (ulong)subcategory < (ulong)scriptKinds.Length) return scriptKinds[subcategory];
        if (kind != FrameKind.Unknown) return kind;
        return hasModule ? FrameKind.User : FrameKind.Unknown;
    }

    public bool IsIdle(long category) => (ulong)category < (ulong)_kinds.Length && _kinds[category] == FrameKind.Idle;

    private static FrameKind GetKind(string name) => name.ToUpperInvariant() switch
    {
        "KERNEL" => FrameKind.Kernel,
        "USER" or "NATIVE" => FrameKind.User,
        "IDLE" => FrameKind.Idle,
        "GC / CC" or "GC" or "RUNTIME" => FrameKind.Runtime,
        "JAVASCRIPT" or "JIT" or "OAT" or "JAVA" => FrameKind.Jit,
        "DEX" or "INTERPRETER" => FrameKind.Interpreted,
        "NO CODE" => FrameKind.Other,
        _ => FrameKind.Unknown,
    };

    // "Interpreter", "JIT (baseline-interpreter)", "JIT (ion)", "JIT Compile (ion)", "Parsing".
    private static FrameKind GetScriptKind(string name)
    {
        if (name.StartsWith("JIT Compile", StringComparison.Ordinal) || name == "Parsing") return FrameKind.Runtime;
        return name.Contains("interpreter", StringComparison.OrdinalIgnoreCase) ? FrameKind.Interpreted : FrameKind.Jit;
    }
}
