using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Counts the parts of an input that cannot be read, by reason; in strict mode it throws at the first.</summary>
internal sealed class DiagnosticLog(bool isStrict)
{
    private const int MaximumLines = 5;
    private const int MaximumText = 120;

    private readonly Dictionary<string, Entry> _entries = [];

    private sealed class Entry
    {
        public long Count;
        public readonly List<InputPosition> Positions = [];
        public string Text = "";
    }

    /// <summary>Counts a part of the input that cannot be read.</summary>
    /// <param name="reason">The reason, a constant text of the format.</param>
    /// <param name="position">The position of the part.</param>
    /// <param name="text">The text of the part; may be empty.</param>
    /// <param name="count">The number of occurrences.</param>
    /// <exception cref="ProfileFormatException">The log is strict.</exception>
    public void Add(string reason, InputPosition position, ReadOnlySpan<byte> text, long count = 1)
    {
        if (isStrict)
        {
            throw new ProfileFormatException(ProfileReadError.Malformed, text.IsEmpty ? reason : $"{reason}: {Quote(text)}", position);
        }
        if (!_entries.TryGetValue(reason, out Entry? entry)) _entries[reason] = entry = new Entry();
        if (entry.Count == 0) entry.Text = Quote(text);
        entry.Count += Math.Min(count, long.MaxValue - entry.Count);
        if (position != default && entry.Positions.Count < MaximumLines) entry.Positions.Add(position);
    }

    /// <summary>Counts a line that cannot be read.</summary>
    /// <param name="reason">The reason, a constant text of the format.</param>
    /// <param name="line">The number of the line, starting at 1.</param>
    /// <param name="byteOffset">The offset of the line in the input, in bytes.</param>
    /// <param name="text">The text of the line.</param>
    /// <exception cref="ProfileFormatException">The log is strict.</exception>
    public void Add(string reason, long line, long byteOffset, ReadOnlySpan<byte> text) =>
        Add(reason, InputPosition.AtLine(line, byteOffset), text);

    /// <summary>Returns the text of the first line with a reason; the empty string if there is none.</summary>
    public string GetFirstText(string reason) => _entries.TryGetValue(reason, out Entry? entry) ? entry.Text : "";

    /// <summary>Returns the counts, in no particular order.</summary>
    public IReadOnlyList<ReadDiagnostic> ToDiagnostics()
    {
        if (_entries.Count == 0) return []; // The usual case; the query would be compiled in every process.
        return [.. _entries.Select(pair => new ReadDiagnostic
        {
            Reason = pair.Key,
            Count = pair.Value.Count,
            Lines = [.. pair.Value.Positions.Where(position => position.Line is not null).Select(position => position.Line!.Value)],
            Positions = [.. pair.Value.Positions],
            Text = pair.Value.Text,
        })];
    }

    // The text is shown in terminals and logs, where no control character may act.
    private static string Quote(ReadOnlySpan<byte> text)
    {
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaximumText)]);
        return string.Create(shown.Length, shown, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++) chars[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }
}
