using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Options for writing samples in a profile format.</summary>
public sealed record ProfileWriteOptions
{
    /// <summary>The title of the profile, for formats that have one; <c>null</c>, the default, for a title from the profile.</summary>
    public string? Title { get; init; }

    /// <summary>The value that formats with one value per sample write. Formats with several value types write all. The default is the profile's default.</summary>
    public SampleWeight Weight { get; init; }
}
