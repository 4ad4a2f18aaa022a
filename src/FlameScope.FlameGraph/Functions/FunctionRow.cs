using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One function of a <see cref="FunctionTable"/>.</summary>
public readonly record struct FunctionRow
{
    internal FunctionRow(string name, FrameKind kind, long self, long total)
    {
        Name = name;
        Kind = kind;
        Self = self;
        Total = total;
    }

    /// <summary>The name that the function is shown under.</summary>
    public string Name { get; }

    /// <summary>The kind of code.</summary>
    public FrameKind Kind { get; }

    /// <summary>The sum of the values of the samples whose leaf is the function.</summary>
    public long Self { get; }

    /// <summary>The sum of the values of the samples whose stack contains the function. A sample counts once, however often it contains it.</summary>
    public long Total { get; }
}
