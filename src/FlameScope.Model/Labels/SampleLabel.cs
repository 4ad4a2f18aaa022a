using System.Globalization;

namespace FlameScope.Model;

/// <summary>A label of a sample: a key with a text, or with a number and its unit.</summary>
public sealed record SampleLabel
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The text; <c>null</c> if the label has a number.</summary>
    public string? Text { get; init; }

    /// <summary>The number; <c>null</c> if the label has a text.</summary>
    public long? Number { get; init; }

    /// <summary>The unit of the number. The default is empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The text, or the number in the invariant culture.</summary>
    public string Value => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Returns the label, such as <c>endpoint=/orders</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString() => Unit.Length == 0 ? $"{Key}={Value}" : $"{Key}={Value} {Unit}";
}
