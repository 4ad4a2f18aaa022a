using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Stacks"/>: a frame and the stack it was called from.</summary>
/// <param name="Value">The index into the columns of the stack table.</param>
public readonly record struct StackId(int Value) : ITableId
{
    /// <summary>The stack without frames, which every other stack ends in.</summary>
    public static StackId Empty => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Stack {Value}");
}
