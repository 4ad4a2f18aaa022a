using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="FrameLabels.Names"/>: a frame's name as it is shown.</summary>
/// <param name="Value">The index into the columns of the label table.</param>
public readonly record struct LabelId(int Value) : ITableId
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Label {Value}");
}
