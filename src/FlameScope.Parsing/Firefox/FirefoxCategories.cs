using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The kinds of code for the categories of a profile. Each profile names its own categories.</summary>
internal sealed class FirefoxCategories
{
    private readonly FrameKind[] _kinds;

    public FirefoxCategories(IReadOnlyList<string> names)
    {
        _kinds = new FrameKind[names.Count];
        for (int i = 0; i < _kinds.Length; i++) _kinds[i] = GetKind(names[i]);
    }

    /// <summary>Returns the kind of a frame.</summary>
    /// <param name="category">The index of the category.</param>
    /// <param name="implementation">How a script runs: <c>interpreter</c>, <c>baseline</c>, <c>ion</c>; empty for other code.</param>
    /// <param name="hasModule">Indicates whether the frame is in a library.</param>
    public FrameKind GetKind(long category, ReadOnlySpan<byte> implementation, bool hasModule)
    {
        FrameKind kind = (ulong)category < (ulong)_kinds.Length ? _kinds[category] : FrameKind.Unknown;
        if (kind is FrameKind.Kernel or FrameKind.Idle or FrameKind.Runtime or FrameKind.Interpreted) return kind;
        if (implementation.EndsWith("interp"u8) || implementation.StartsWith("interp"u8)) return FrameKind.Interpreted;
        if (!implementation.IsEmpty) return FrameKind.Jit;
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
}
