using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Sources"/>: a place in source code, such as <c>file.c:12</c>.</summary>
/// <param name="Value">The index into the columns of the source table.</param>
public readonly record struct SourceId(int Value) : ITableId
{
    /// <summary>The source of a frame that carries none. Its name is empty.</summary>
    public static SourceId None => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Source {Value}");
}
