using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>The functions on a profile's stacks, as the traits a <see cref="MomentFinder"/> looks at, and which of them tell a range from the rest.</summary>
internal sealed class FunctionFeatures
{
    private const int MostNamed = 10;

    // 3.84 is what a chance difference exceeds once in twenty times (chi-squared of one degree).
    private const double LeastTelling = 3.84;

    private readonly SampleSelection _selection;
    private readonly int[] _inAll;
    private readonly int[] _inRange;
    private readonly int[] _selfInRange;

    public FunctionFeatures(SampleSelection selection)
    {
        _selection = selection;
        Profile profile = selection.Profile;
        FrameLabels labels = profile.Labels;
        var traits = new List<int>();
        Traits = new SampleFeatures(labels.Names.Count, profile.Stacks.Count, stack =>
        {
            traits.Clear();
            for (StackId s = stack; s != StackId.Empty; s = profile.Stacks.GetParent(s)) traits.Add(labels.ByFrame[profile.Stacks.Frames[s.Value].Value].Value);
            traits.Sort();
            int kept = 0;
            for (int i = 0; i < traits.Count; i++)
            {
                if (i == 0 || traits[i] != traits[i - 1]) traits[kept++] = traits[i];
            }
            traits.RemoveRange(kept, traits.Count - kept);
            return traits;
        });
        _inAll = new int[Traits.Count];
        _inRange = new int[Traits.Count];
        _selfInRange = new int[Traits.Count];
        Count(selection, _inAll, null);
    }

    public SampleFeatures Traits { get; }

    /// <summary>The functions that are more frequent in a range than in the rest, by the G statistic of the two-by-two table (Dunning 1993).</summary>
    /// <param name="range">The range.</param>
    /// <param name="first">A trait to be named in any case, and first if its statistic does not; -1 for none.</param>
    public IReadOnlyList<string> Telling(TimeRange range, int first)
    {
        SampleSelection inside = _selection.Within(range);
        Count(inside, _inRange, _selfInRange);
        var found = new List<(double G, int Trait)>();
        int n = inside.Count, rest = _selection.Count - n;
        for (int trait = 0; trait < _inRange.Length; trait++)
        {
            int a = _inRange[trait], b = _inAll[trait] - a;
            if (a == 0 || (double)a * rest <= (double)b * n) continue;
            double g = G(a, b, n, rest);
            if (g >= LeastTelling) found.Add((g, trait));
        }
        NameTable<LabelId> names = _selection.Profile.Labels.Names;
        List<int> telling = [.. found.OrderByDescending(f => f.G).ThenByDescending(f => _selfInRange[f.Trait]).ThenBy(f => f.Trait).Take(MostNamed).Select(f => f.Trait)];
        if (first >= 0 && !telling.Contains(first)) telling.Insert(0, first);
        Array.Clear(_inRange);
        Array.Clear(_selfInRange);
        return [.. telling.Take(MostNamed).Select(trait => names[new LabelId(trait)])];
    }

    private void Count(SampleSelection selection, int[] total, int[]? self)
    {
        Profile profile = selection.Profile;
        ReadOnlySpan<StackId> stacks = profile.Samples.Stacks;
        foreach (int row in selection)
        {
            StackId stack = stacks[row];
            foreach (int trait in Traits.Of(stack)) total[trait]++;
            if (self is not null && stack != StackId.Empty) self[profile.Labels.ByFrame[profile.Stacks.Frames[stack.Value].Value].Value]++;
        }
    }

    private static double G(double a, double b, double n, double rest)
    {
        double all = n + rest, with = a + b, without = all - with;
        static double Term(double observed, double expected) => observed <= 0 ? 0 : observed * Math.Log(observed / expected);
        return 2 * (Term(a, with * n / all) + Term(b, with * rest / all) + Term(n - a, without * n / all) + Term(rest - b, without * rest / all));
    }
}
