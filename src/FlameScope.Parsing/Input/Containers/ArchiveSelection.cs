using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>Selects the profile in an archive: the entry that is named, or the only one that a format recognizes.</summary>
internal sealed class ArchiveSelection(ProfileFormats formats, string? entryName)
{
    private const int NamesShown = 10;
    private const string Text = ".txt", Recorded = "perf.data", WithCode = "perf-jit.data";

    /// <summary>Indicates whether an entry is named by the caller.</summary>
    public bool IsNamed => !string.IsNullOrEmpty(entryName);

    /// <summary>Indicates whether an entry is the one that the caller named, by its path or by its file name.</summary>
    public bool IsNamedEntry(string name) =>
        name == entryName || (name.Length > entryName!.Length && name.EndsWith(entryName, StringComparison.Ordinal) && name[^(entryName.Length + 1)] == '/');

    /// <summary>Returns the format that recognizes the start of an entry; <c>null</c> if none does.</summary>
    public IProfileReader? Recognize(ReadOnlyMemory<byte> start, bool isWhole)
    {
        var probe = new FormatProbe(start, isWhole);
        return formats.Readers.FirstOrDefault(reader => reader.Match(probe) == FormatMatch.Yes);
    }

    /// <summary>
    /// Indicates whether two entries are one recording: perfcollect stores a recording (<c>perf.data</c>), the same with the code of just-in-time compilers
    /// (<c>perf-jit.data</c>), and its text (<c>perf.data.txt</c>).
    /// </summary>
    public static bool AreOneRecording(string first, string second) => BaseOf(first) == BaseOf(second);

    /// <summary>Returns the entry that is read of several that are one recording: the text, which has names; otherwise what perf recorded.</summary>
    public static int Preference(string name) => name.EndsWith(Text, StringComparison.Ordinal) ? 2 : name.EndsWith(WithCode, StringComparison.Ordinal) ? 0 : 1;

    private static string BaseOf(string name)
    {
        if (name.EndsWith(Text, StringComparison.Ordinal)) name = name[..^Text.Length];
        return name.EndsWith(WithCode, StringComparison.Ordinal) ? name[..^WithCode.Length] + Recorded : name;
    }

    public static ProfileFormatException Several(IEnumerable<string> names) => new(
        ProfileReadError.UnknownFormat, $"the archive contains several profiles ({List(names)}): name one ({nameof(ProfileReadOptions.ArchiveEntry)})");

    public ProfileFormatException NotFound(IReadOnlyCollection<string> names) => new(
        ProfileReadError.UnknownFormat,
        IsNamed ? $"the archive has no entry \"{entryName}\"; its files are {List(names)}"
        : names.Count == 0 ? "the archive is empty"
        : $"the archive contains no profile; its files are {List(names)}");

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names.Select(Clean)];
        return string.Join(", ", all.Take(NamesShown)) + (all.Length > NamesShown ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - NamesShown} more") : "");
    }

    // Names in archives are shown in terminals, where no control character may act.
    private static string Clean(string name) => string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c));
}
