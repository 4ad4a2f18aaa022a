namespace FlameScope.AspNetCore;

/// <summary>A page of the list of profiles.</summary>
/// <param name="Total">The number of profiles that match.</param>
/// <param name="Skip">The number of profiles before this page.</param>
/// <param name="Items">The profiles of this page.</param>
/// <param name="CanUpload">Indicates whether profiles can be uploaded.</param>
/// <param name="MaximumUploadBytes">The maximum size of an upload.</param>
/// <param name="Truncated">Indicates whether the folder has more files than are listed.</param>
internal sealed record ProfileListBody(int Total, int Skip, ProfileItemBody[] Items, bool CanUpload, long MaximumUploadBytes, bool Truncated);

/// <summary>A profile in the list.</summary>
/// <param name="Path">The name by which it is requested.</param>
/// <param name="Name">The name of the file without folders.</param>
/// <param name="Format">The name of the format; <c>unknown</c> if nothing reads it.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Modified">The time of the last change.</param>
/// <param name="Version">A text that changes when the file changes.</param>
/// <param name="Duration">The time from the first to the last sample in nanoseconds; <c>null</c> if unknown.</param>
/// <param name="Samples">The number of samples; <c>null</c> while the profile has not been parsed.</param>
/// <param name="HasTimes">Indicates whether samples have times; <c>null</c> while the profile has not been parsed.</param>
/// <param name="ValueTypes">The values of samples; <c>null</c> while the profile has not been parsed.</param>
/// <param name="Error">Why the profile cannot be read; <c>null</c> for no reason.</param>
/// <param name="Hosts">The number of hosts of a service or host of a store; <c>null</c> for a file.</param>
internal sealed record ProfileItemBody(
    string Path,
    string Name,
    string Format,
    long Bytes,
    DateTime Modified,
    string Version,
    long? Duration,
    long? Samples,
    bool? HasTimes,
    IReadOnlyList<string>? ValueTypes,
    string? Error,
    int? Hosts)
{
    public static ProfileItemBody Of(ServedFile file, StoreEntry entry) => new(
        file.Name,
        file.Name[(file.Name.LastIndexOf('/') + 1)..],
        StoreAbout.Format,
        0,
        file.Modified,
        file.Version,
        entry.Range.End - entry.Range.Start,
        entry.SampleCount,
        true,
        null,
        null,
        entry.Hosts.Length);

    public static ProfileItemBody Of(ServedFile file, CatalogEntry entry) => new(
        file.Name,
        file.Name[(file.Name.LastIndexOf('/') + 1)..],
        entry.Format,
        file.Length,
        file.Modified,
        file.Version,
        entry.Summary?.Duration,
        entry.Summary?.Samples,
        entry.Summary is null ? null : entry.Summary.Duration is not null,
        entry.Summary?.ValueTypes,
        entry.Fault is null ? null : ProfileMessage.ToSentence(entry.Fault),
        null);
}

/// <summary>Makes pages of the list of profiles.</summary>
internal sealed class ProfileList
{
    private const int DefaultTake = 50;
    private const int MaximumTake = 1000;

    private readonly string? _search;
    private readonly string? _format;
    private readonly string _sort;
    private readonly bool _descending;
    private readonly int _skip;
    private readonly int _take;

    public ProfileList(QueryParameters query)
    {
        _search = query.Text("search");
        _format = query.Text("format");
        _sort = query.Word("sort", "name", "modified", "bytes", "duration", "samples", "format");
        _descending = query.Flag("descending");
        _skip = query.Integer("skip", 0, int.MaxValue, 0);
        _take = query.Integer("take", 1, MaximumTake, DefaultTake);
    }

    public ProfileListBody Compute(ProfileBrowser browser, List<ServedFile> files, bool isTruncated, CancellationToken cancellationToken)
    {
        var items = new List<ProfileItemBody>(files.Count);
        foreach (ServedFile file in files)
        {
            if (_search is not null && !file.Name.Contains(_search, StringComparison.OrdinalIgnoreCase)) continue;
            ProfileItemBody item = file.Store is null ? ProfileItemBody.Of(file, browser.Store.Catalog.Get(file, cancellationToken)) : ProfileItemBody.Of(file, file.Store);
            if (_format is null || string.Equals(item.Format, _format, StringComparison.OrdinalIgnoreCase)) items.Add(item);
        }
        IEnumerable<ProfileItemBody> sorted = _sort switch
        {
            "modified" => Sort(items, item => item.Modified),
            "bytes" => Sort(items, item => item.Bytes),
            "duration" => Sort(items, item => item.Duration),
            "samples" => Sort(items, item => item.Samples),
            "format" => _descending ? items.OrderByDescending(item => item.Format, StringComparer.Ordinal) : items.OrderBy(item => item.Format, StringComparer.Ordinal),
            _ => _descending ? Enumerable.Reverse(items) : items,
        };
        return new ProfileListBody(
            items.Count,
            _skip,
            [.. sorted.Skip(_skip).Take(_take)],
            browser.Options.AllowUploads,
            browser.Options.MaximumUploadBytes,
            isTruncated);
    }

    // What is not known comes last in both directions. The order is stable, so that equal values are in the order of their names.
    private IOrderedEnumerable<ProfileItemBody> Sort<T>(List<ProfileItemBody> items, Func<ProfileItemBody, T> keyOf)
    {
        IOrderedEnumerable<ProfileItemBody> known = items.OrderBy(item => keyOf(item) is null);
        return _descending ? known.ThenByDescending(keyOf) : known.ThenBy(keyOf);
    }
}
