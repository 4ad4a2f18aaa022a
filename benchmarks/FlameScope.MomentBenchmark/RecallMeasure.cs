using System.Diagnostics;
using FlameScope.Analysis;
using FlameScope.Model;
using FlameScope.TestData;

namespace FlameScope.MomentBenchmark;

/// <summary>
/// The recall of <see cref="MomentFinder"/>: grafts one burst at a time, half of them new functions and half rare ones, and counts how many are among
/// the first moments with their range, and with their function among the first three.
/// </summary>
internal sealed class RecallMeasure(Profile profile)
{
    private static readonly int[] AllLengths = [80, 200, 500];

    /// <summary>The length of the pieces that bursts are grafted into, in seconds; 0 for the whole recording.</summary>
    public double PieceSeconds { get; init; }

    /// <summary>The number of bursts per length.</summary>
    public int Windows { get; init; }

    public int FirstSeed { get; init; }

    /// <summary>The number of first moments among which a burst is searched.</summary>
    public int Reported { get; init; }

    public IReadOnlyList<int> Lengths { get; init; } = [];

    public bool IsVerbose { get; init; }

    public void Run()
    {
        GraftedProfile[] pieces = [.. GraftedProfile.Pieces(profile, PieceSeconds)];
        Console.WriteLine($"{"length",8} {"kind",-13} {"bursts",6} {"found",6} {"in range",9} {"named",6}  median rank");
        double seconds = 0;
        int searches = 0, all = 0, allFound = 0;
        foreach (int length in Lengths.Count > 0 ? Lengths : AllLengths)
        {
            foreach (GraftKind kind in Enum.GetValues<GraftKind>())
            {
                int bursts = 0, found = 0, inRange = 0, named = 0;
                var ranks = new List<int>();
                for (int window = 0; window < Windows / 2; window++)
                {
                    int seed = (FirstSeed * 1000) + window + (kind == GraftKind.NewFunction ? 0 : 500);
                    if (pieces[window % pieces.Length].At(kind, length * 1_000_000L, seed) is not { } graft) continue;
                    bursts++;
                    var watch = Stopwatch.StartNew();
                    IReadOnlyList<Moment> moments = MomentFinder.Find(graft.Profile.Select());
                    seconds += watch.Elapsed.TotalSeconds;
                    searches++;
                    int at = IndexOf(moments, m => graft.IsAt(m.Range));
                    int atNamed = IndexOf(moments, m => graft.IsAt(m.Range) && m.Functions.Take(3).Any(graft.IsFunction));
                    bool isIn = at >= 0 && at < Reported, isFound = atNamed >= 0 && atNamed < Reported;
                    if (isIn) inRange++;
                    if (atNamed >= 0) named++;
                    if (isFound) found++;
                    if (atNamed >= 0) ranks.Add(atNamed + 1);
                    if (IsVerbose && !isFound) Explain(graft, moments, at, atNamed);
                }
                ranks.Sort();
                Console.WriteLine($"{length,5} ms {kind,-13} {bursts,6} {found,6} {inRange,9} {named,6}  {(ranks.Count == 0 ? "-" : ranks[ranks.Count / 2])}");
                all += bursts;
                allFound += found;
            }
        }
        Console.WriteLine($"{allFound} of {all}; {seconds / Math.Max(1, searches) * 1000:F0} ms per search");
    }

    private static int IndexOf(IReadOnlyList<Moment> moments, Func<Moment, bool> isWanted)
    {
        for (int i = 0; i < moments.Count; i++)
        {
            if (isWanted(moments[i])) return i;
        }
        return -1;
    }

    private static void Explain(Graft graft, IReadOnlyList<Moment> moments, int at, int atNamed)
    {
        long origin = graft.Profile.Origin;
        Console.WriteLine(
            $"  {graft.Kind} {(graft.Range.Start - origin) / 1e9:F3} to {(graft.Range.End - origin) / 1e9:F3}, {graft.Count} samples, {graft.Function}: "
            + $"rank {at + 1}, named {atNamed + 1} of {moments.Count}");
        foreach (Moment moment in moments.Where(m => m.Range.Intersect(graft.Range).Duration > 0).Take(3))
        {
            Console.WriteLine($"      {moment.From:F3} {moment.To:F3} {moment.Kind} {moment.Score:F1} {moment.SampleCount} {string.Join(", ", moment.Functions.Take(3))}");
        }
    }
}
