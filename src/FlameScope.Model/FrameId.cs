using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Frames"/>: one function in one module, of one kind.</summary>
/// <param name="Value">The index into the columns of the frame table.</param>
public readonly record struct FrameId(int Value) : ITableId
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Frame {Value}");
}
