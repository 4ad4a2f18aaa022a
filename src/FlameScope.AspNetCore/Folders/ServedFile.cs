using System.Globalization;

namespace FlameScope.AspNetCore;

/// <summary>A file of the folder as it was when it was looked up.</summary>
/// <param name="Name">The name of the profile.</param>
/// <param name="Path">The full path without links.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">The time of the last change.</param>
internal sealed record ServedFile(string Name, string Path, long Length, DateTime Modified)
{
    /// <summary>A text that changes when the file changes.</summary>
    public string Version { get; init; } = string.Create(CultureInfo.InvariantCulture, $"{Modified.Ticks:x}-{Length:x}");

    /// <summary>The service or host of a store that is served; <c>null</c> for a file of a folder.</summary>
    public StoreEntry? Store { get; init; }

    /// <summary>Indicates whether an open file is still the one that was looked up.</summary>
    public bool Equals(FileStream stream) => stream.Length == Length && File.GetLastWriteTimeUtc(stream.SafeFileHandle) == Modified;
}
