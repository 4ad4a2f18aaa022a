using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>Collects what perf says about lost data in words. Equal texts are counted.</summary>
internal sealed class PerfLosses
{
    private const int MaximumTexts = 100; // each is a line of the summary

    private readonly Dictionary<string, int> _counts = [];

    public void Add(string text)
    {
        if (_counts.TryGetValue(text, out int count)) _counts[text] = count + 1;
        else if (_counts.Count < MaximumTexts) _counts.Add(text, 1);
    }

    public IReadOnlyList<string> ToList()
    {
        if (_counts.Count == 0) return []; // The usual case; the query would be compiled in every process.
        return [.. _counts.Select(static pair => pair.Value == 1 ? pair.Key : string.Create(CultureInfo.InvariantCulture, $"{pair.Key} ({pair.Value} times)"))];
    }
}
