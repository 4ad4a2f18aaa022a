using System.Diagnostics;

namespace FlameScope.Model;

/// <summary>The name and the unit of a value that each sample of an event has, such as <c>alloc_space</c> in <c>bytes</c>.</summary>
/// <param name="Name">The name, such as <c>cpu</c> or <c>alloc_space</c>.</param>
/// <param name="Unit">
/// The unit: <c>count</c>, <c>nanoseconds</c> and <c>bytes</c> are shown as numbers, times and sizes; any other text is shown after the number.
/// </param>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct SampleValueType(string Name, string Unit)
{
    /// <summary>Returns the name and the unit, such as <c>alloc_space/bytes</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name}/{Unit}";
}
