using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Counts what cannot be read, by reason; or, when strict, throws at the first.</summary>
internal sealed class DiagnosticLog(bool isStrict)
{
    private const int MaximumLines = 5;
    private const int MaximumText = 120;

    private readonly Entry?[] _entries = new Entry?[PerfProblems.Count];

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

    /// <summary>What was counted, in no order.</summary>
    public IReadOnlyList<ReadDiagnostic> ToDiagnostics()
    {
        var diagnostics = new List<ReadDiagnostic>();
        for (int problem = 0; problem < _entries.Length; problem++)
        {
            if (_entries[problem] is not { } entry) continue;
            diagnostics.Add(new ReadDiagnostic(PerfProblems.Describe((PerfProblem)problem), entry.Count, [.. entry.Lines], entry.Text));
        }
        return diagnostics;
    }

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
