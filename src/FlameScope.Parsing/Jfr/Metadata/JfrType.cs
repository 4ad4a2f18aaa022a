namespace FlameScope.Parsing;

/// <summary>A type of a chunk's metadata.</summary>
internal sealed class JfrType(long id, string name)
{
    /// <summary>The id, which holds in this chunk only.</summary>
    public long Id { get; } = id;

    /// <summary>The name, such as <c>jdk.types.Method</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The fields, in the order of their values.</summary>
    public List<JfrField> Fields { get; } = [];

    /// <summary>The layout of the values; set by <see cref="JfrMetadata.GetLayout"/>.</summary>
    public JfrLayout? Layout { get; set; }

    /// <summary>The constants of the type; <c>null</c> if they are not needed.</summary>
    public JfrIdTable? Constants { get; set; }

    /// <summary>The samples that events of the type become; <c>null</c> if they are not samples.</summary>
    public JfrSampleType? Samples { get; set; }

    /// <summary>Indicates whether events of the type are read.</summary>
    public bool IsRead { get; set; }

    /// <summary>The number of bytes of a value where integers are not compressed; 0 if the type is not a number.</summary>
    public int Width => Name switch
    {
        "boolean" or "byte" => 1,
        "char" or "short" => sizeof(short),
        "int" or "float" => sizeof(int),
        "long" or "double" => sizeof(long),
        _ => 0,
    };

    /// <summary>Indicates whether values are numbers whose bytes are never compressed.</summary>
    public bool IsFloatingPoint => Name is "float" or "double";

    /// <summary>Indicates whether values are texts.</summary>
    public bool IsText => Name == JfrTypeNames.Text;
}
