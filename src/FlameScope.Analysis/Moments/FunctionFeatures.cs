using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>The functions on a profile's stacks as the features of its samples, and the functions that distinguish a range from the rest.</summary>
internal sealed class FunctionFeatures
{
    private const int MaximumNames = 10;

    // The 95th percentile of the chi-squared distribution with one degree of freedom.
    private const double MinimumG = 3.84;

    private readonly SampleSelection _selection;
    private readonly int[] _inAll;
    private readonly int[] _inRange;
    private readonly int[] _selfInRange;

    public FunctionFeatures(SampleSelection selection)
    {
        _selection = selection;
        Profile profile = selection.Profile;
        FrameLabels labels = profile.Labels;
        var features = new List<int>();
        Features = new SampleFeatures(labels.Names.Count, profile.Stacks.Count, stack =>
        {
            features.Clear();
            for (StackId s = stack; s != StackId.Empty; s = profile.Stacks.GetParent(s)) features.Add(LabelOf(s));
            DistinctSort.Sort(features);
            return features;
        });
        _inAll = new int[Features.Count];
        _inRange = new int[Features.Count];
        _selfInRange = new int[Features.Count];
        Count(selection, _inAll, null);
    }

    public SampleFeatures Features { get; }

    /// <summary>
    /// Returns the functions that are more frequent in a range than in the rest, by the G-test of the two-by-two table (Dunning 1993), most
    /// significant first.
    /// </summary>
    /// <param name="range">The range.</param>
    /// <param name="required">A feature that is always included, first if its statistic is too low; -1 for none.</param>
    public IReadOnlyList<string> FindDistinguishing(TimeRange range, int required)
    {
        SampleSelection inside = _selection.Within(range);
        Count(inside, _inRange, _selfInRange);
        var found = new List<(double G, int Feature)>();
        int size = inside.Count, rest = _selection.Count - size;
        for (int feature = 0; feature < _inRange.Length; feature++)
        {
            int hits = _inRange[feature], others = _inAll[feature] - hits;
            if (hits == 0 || (double)hits * rest <= (double)others * size) continue;
            double g = GTest.Of(hits, size, others, rest);
            if (g >= MinimumG) found.Add((g, feature));
        }
        List<int> distinguishing =
        [
            .. found.OrderByDescending(f => f.G).ThenByDescending(f => _selfInRange[f.Feature]).ThenBy(f => f.Feature).Take(MaximumNames)
                .Select(f => f.Feature),
        ];
        if (required >= 0 && !distinguishing.Contains(required)) distinguishing.Insert(0, required);
        Array.Clear(_inRange);
        Array.Clear(_selfInRange);
        NameTable<LabelId> names = _selection.Profile.Labels.Names;
        return [.. distinguishing.Take(MaximumNames).Select(feature => names[new LabelId(feature)])];
    }

    private void Count(SampleSelection selection, int[] total, int[]? self)
    {
        ReadOnlySpan<StackId> stacks = selection.Profile.Samples.Stacks;
        foreach (int row in selection)
        {
            StackId stack = stacks[row];
            foreach (int feature in Features.Of(stack)) total[feature]++;
            if (self is not null && stack != StackId.Empty) self[LabelOf(stack)]++;
        }
    }

    private int LabelOf(StackId stack)
    {
        Profile profile = _selection.Profile;
        return profile.Labels.ByFrame[profile.Stacks.Frames[stack.Value].Value].Value;
    }
}
