using System.Text;

namespace FlameScope.TestData;

/// <summary>A run of lines of made-up perf text, and what they must yield.</summary>
/// <param name="Lines">The lines, without their ends.</param>
/// <param name="Sample">The sample they hold; <c>null</c> when they are something else.</param>
/// <param name="Messages">The number of perf's messages among them.</param>
/// <param name="Lost">The number of samples they say were lost.</param>
public sealed record PerfTextPiece(IReadOnlyList<string> Lines, ExpectedSample? Sample, int Messages, long Lost);

/// <summary>Made-up perf text with what a reader must make of it. The expectation comes from what was printed, never from reading it.</summary>
/// <param name="Pieces">The samples, and what stands between them.</param>
/// <param name="LineEnd">What ends a line.</param>
/// <param name="HasByteOrderMark">Whether the text starts with one.</param>
/// <param name="HasFinalLineEnd">Whether the last line has an end.</param>
public sealed record PerfTextCase(IReadOnlyList<PerfTextPiece> Pieces, string LineEnd, bool HasByteOrderMark, bool HasFinalLineEnd)
{
    /// <summary>The samples in the order a profile must have them: by time, those without one first, ties in the text's order.</summary>
    public ExpectedSample[] Samples => [.. Pieces.Select(p => p.Sample).OfType<ExpectedSample>().OrderBy(s => s.Time ?? long.MinValue)];

    /// <summary>The number of perf's messages that got among the samples.</summary>
    public int Messages => Pieces.Sum(p => p.Messages);

    /// <summary>The number of samples that records say were lost.</summary>
    public long Lost => Pieces.Sum(p => p.Lost);

    /// <summary>The text.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToText());

    /// <summary>The text, as a failing test shows it.</summary>
    public override string ToString() => ToText() + $"\n=== must yield\n{string.Join("\n", Samples.Select(s => s.ToString()))}\n===";

    private string ToText()
    {
        string text = string.Join(LineEnd, Pieces.SelectMany(p => p.Lines));
        return (HasByteOrderMark ? "\uFEFF" : "") + text + (HasFinalLineEnd ? LineEnd : "");
    }
}
