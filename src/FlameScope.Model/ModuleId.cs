using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Modules"/>: the binary, kernel image or code map that a frame's code comes from.</summary>
/// <param name="Value">The index into the columns of the module table.</param>
public readonly record struct ModuleId(int Value) : ITableId
{
    /// <summary>The module of a frame whose module is not known. Its name is empty.</summary>
    public static ModuleId None => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Module {Value}");
}
