using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Counts what cannot be read, by reason; or, when strict, throws at the first.</summary>
internal sealed class DiagnosticLog(bool isStrict)
{
    private const int MaximumLines = 5;
    private const int MaximumText = 120;

    private readonly Entry?[] _entries = new Entry?[Enum.GetValues<PerfProblem>().Length];

    private sealed class Entry
    {
        public long Count;
        public readonly List<long> Lines = [];
        public string Text = "";
    }

    public void Add(PerfProblem problem, long line, long byteOffset, ReadOnlySpan<byte> text)
    {
        if (isStrict) throw new ProfileFormatException($"{PerfProblems.Describe(problem)}: {Quote(text)}", line, byteOffset);
        Entry entry = _entries[(int)problem] ??= new Entry();
        if (entry.Count++ == 0) entry.Text = Quote(text);
        if (entry.Lines.Count < MaximumLines) entry.Lines.Add(line);
    }

    /// <summary>The text of the first line that could not be read; empty when all could.</summary>
    public string FirstText => _entries[(int)PerfProblem.UnreadableLine]?.Text ?? "";

    public IReadOnlyList<Diagnostic> ToDiagnostics() =>
    [
        .. _entries
            .Select((entry, problem) => entry is null ? null
                : new Diagnostic(PerfProblems.Describe((PerfProblem)problem), entry.Count, [.. entry.Lines], entry.Text))
            .OfType<Diagnostic>()
            .OrderByDescending(d => d.Count),
    ];

    // The text goes to terminals and logs: no control character may act there.
    private static string Quote(ReadOnlySpan<byte> text)
    {
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaximumText)]);
        return string.Create(shown.Length, shown, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++) chars[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }
}
