using System.Collections.Concurrent;
using FlameScope.Parsing;

namespace FlameScope.AspNetCore;

/// <summary>
/// What is known of the files of a folder: formats, summaries, and the reasons why files cannot be read. It is small, so that it is kept when profiles are
/// evicted. An entry is valid for one version of its file.
/// </summary>
internal sealed class ProfileCatalog(ProfileFolder folder, ProfileReadOptions readOptions, int capacity)
{
    private readonly ConcurrentDictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Returns what is known of a file, and detects its format if it is not known.</summary>
    public CatalogEntry Get(ServedFile file, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(file.Path, out CatalogEntry? known) && known.Version == file.Version) return known;
        string format = FormatDetector.Unknown;
        try
        {
            using FileStream stream = folder.Open(file);
            format = FormatDetector.Detect(stream, readOptions, cancellationToken);
        }
        catch (RequestFault)
        {
            // The file is empty, cannot be opened, or changes: it is not remembered.
            return new CatalogEntry(file.Version, format, null, null);
        }
        return Set(file, new CatalogEntry(file.Version, format, null, null));
    }

    /// <summary>Returns the reason why a version of a file cannot be read; <c>null</c> if none is known.</summary>
    public string? GetFault(ServedFile file) => _entries.TryGetValue(file.Path, out CatalogEntry? known) && known.Version == file.Version ? known.Fault : null;

    /// <summary>Remembers the summary of a file that was parsed.</summary>
    public void Add(ServedFile file, string format, ProfileSummary summary) => Set(file, new CatalogEntry(file.Version, format, summary, null));

    /// <summary>Remembers why a file cannot be read.</summary>
    public void AddFault(ServedFile file, string reason) =>
        Set(file, new CatalogEntry(file.Version, _entries.TryGetValue(file.Path, out CatalogEntry? known) && known.Version == file.Version ? known.Format : FormatDetector.Unknown, null, reason));

    private CatalogEntry Set(ServedFile file, CatalogEntry entry)
    {
        // Files that vanished leave entries.
        if (_entries.Count >= capacity) _entries.Clear();
        _entries[file.Path] = entry;
        return entry;
    }
}
