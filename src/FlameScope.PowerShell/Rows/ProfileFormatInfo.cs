namespace FlameScope.PowerShell;

/// <summary>A profile format.</summary>
public sealed class ProfileFormatInfo
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Indicates whether profiles of this format are read.</summary>
    public bool CanRead { get; init; }

    /// <summary>Indicates whether profiles of this format are written.</summary>
    public bool CanWrite { get; init; }

    /// <summary>The endings of file names that select the format when a profile is written.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>The programs that the format is of.</summary>
    public string Description { get; init; } = "";

    /// <summary>The parts of a profile that a written file does not contain.</summary>
    public string Limits { get; init; } = "";
}
