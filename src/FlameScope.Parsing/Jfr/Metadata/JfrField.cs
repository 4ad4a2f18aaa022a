namespace FlameScope.Parsing;

/// <summary>A field of a type.</summary>
internal sealed class JfrField(string name, long typeId, bool isConstant, bool isArray)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The id of the type of the values.</summary>
    public long TypeId { get; } = typeId;

    /// <summary>Indicates whether a value is the id of a constant.</summary>
    public bool IsConstant { get; } = isConstant;

    /// <summary>Indicates whether the field holds a number of values.</summary>
    public bool IsArray { get; } = isArray;

    /// <summary>The unit of a time or a duration, such as <c>TICKS</c>; <c>null</c> if the metadata has none.</summary>
    public string? Unit { get; set; }

    /// <summary>The type of the values; <c>null</c> if the metadata does not define it.</summary>
    public JfrType? Type { get; set; }
}
