using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.TestData;

/// <summary>Generates perf text of every form of the grammar for property tests.</summary>
public static class PerfTextGenerator
{
    /// <summary>Text with at least one sample. Shrinking removes samples and records, then the special features of the text.</summary>
    public static Arbitrary<PerfTextCase> Texts { get; } = Arb.From(
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        from pieces in Gen.Sized(size => Gen.Choose(1, 2 + (size / 4)))
        select new PerfTextMaker(new Random(seed)).Make(pieces),
        Shrink);

    private static IEnumerable<PerfTextCase> Shrink(PerfTextCase text)
    {
        for (int left = 0; left < text.Pieces.Count; left++)
        {
            PerfTextPiece[] rest = [.. text.Pieces.Where((_, i) => i != left)];
            if (rest.Any(p => p.Sample is not null)) yield return text with { Pieces = rest };
        }
        if (text.LineEnd != "\n") yield return text with { LineEnd = "\n" };
        if (text.HasByteOrderMark) yield return text with { HasByteOrderMark = false };
        if (!text.HasFinalLineEnd) yield return text with { HasFinalLineEnd = true };
    }
}
