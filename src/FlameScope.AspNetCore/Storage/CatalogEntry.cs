namespace FlameScope.AspNetCore;

/// <summary>What is known of a version of a file.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Format">The name of its format.</param>
/// <param name="Summary">The summary; <c>null</c> if the file has not been parsed.</param>
/// <param name="Fault">The reason why the file cannot be read; <c>null</c> if there is none or the file has not been parsed.</param>
internal sealed record CatalogEntry(string Version, string Format, ProfileSummary? Summary, string? Fault);
