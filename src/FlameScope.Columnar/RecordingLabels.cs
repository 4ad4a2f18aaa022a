namespace FlameScope.Columnar;

/// <summary>The names under which a recording is found in a dataset.</summary>
public sealed record RecordingLabels
{
    /// <summary>The name of the service; not empty.</summary>
    public required string Service { get; init; }

    /// <summary>
    /// The name of the host of threads that have none in the profile; <c>null</c>, the default, for the profile's <c>RecordingHeader.HostName</c>.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>Labels that all samples get, such as <c>version</c>. The default is empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];
}
