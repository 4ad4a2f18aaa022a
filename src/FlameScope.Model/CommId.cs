using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Comms"/>: the name a thread gave itself (Linux: its <c>comm</c>, at most 15 bytes).</summary>
/// <param name="Value">The index into the columns of the comm table.</param>
public readonly record struct CommId(int Value) : ITableId
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Comm {Value}");
}
