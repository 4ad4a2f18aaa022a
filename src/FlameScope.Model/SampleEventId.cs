using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Events"/>: what was counted when a sample was taken, such as <c>cpu-clock</c>.</summary>
/// <param name="Value">The index into the columns of the event table.</param>
public readonly record struct SampleEventId(int Value) : ITableId
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Event {Value}");
}
