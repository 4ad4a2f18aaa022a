using System.Text;

namespace FlameScope.TestData;

/// <summary>Consecutive lines of generated perf text, and the result of parsing them.</summary>
/// <param name="Lines">The lines, without their ends.</param>
/// <param name="Sample">The sample in the lines; <c>null</c> if they contain something else.</param>
/// <param name="Skipped">The number of lines that are skipped and reported.</param>
/// <param name="Lost">The number of lost samples that the lines report.</param>
/// <param name="IsDump">Indicates whether the lines are a raw dump, which is reported once per text.</param>
public sealed record PerfTextPiece(IReadOnlyList<string> Lines, ExpectedSample? Sample, int Skipped, long Lost, bool IsDump = false);

/// <summary>Generated perf text with the result of parsing it. The expectation is computed from the printed values, not by parsing.</summary>
/// <param name="Pieces">The samples and the lines between them.</param>
/// <param name="LineEnd">The line terminator.</param>
/// <param name="HasByteOrderMark">Indicates whether the text starts with a byte order mark.</param>
/// <param name="HasFinalLineEnd">Indicates whether the last line has a terminator.</param>
public sealed record PerfTextCase(IReadOnlyList<PerfTextPiece> Pieces, string LineEnd, bool HasByteOrderMark, bool HasFinalLineEnd)
{
    /// <summary>The samples in the order of the profile: by time, samples without a time first, ties in the order of the text.</summary>
    public ExpectedSample[] Samples => [.. Pieces.Select(p => p.Sample).OfType<ExpectedSample>().OrderBy(s => s.Time ?? long.MinValue)];

    /// <summary>The number of lines that are skipped and reported.</summary>
    public int Skipped => Pieces.Sum(p => p.Skipped) + (Pieces.Any(p => p.IsDump) ? 1 : 0);

    /// <summary>The number of lost samples that the text reports.</summary>
    public long Lost => Pieces.Sum(p => p.Lost);

    /// <summary>The text.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToText());

    /// <summary>The text as a failing test prints it.</summary>
    public override string ToString() => ToText() + $"\n=== must yield\n{string.Join("\n", Samples.Select(s => s.ToString()))}\n===";

    private string ToText()
    {
        string text = string.Join(LineEnd, Pieces.SelectMany(p => p.Lines));
        return (HasByteOrderMark ? "\uFEFF" : "") + text + (HasFinalLineEnd ? LineEnd : "");
    }
}
