using System.Text.RegularExpressions;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.Export.Tests;

/// <summary>A question that both the library and the page answer: a filter, two ranges, and options.</summary>
internal sealed record ReportQuestion
{
    public string? Event { get; init; }

    public string? Comm { get; init; }

    public int? Pid { get; init; }

    public int? Tid { get; init; }

    public int? Cpu { get; init; }

    public string? Match { get; init; }

    public string? Exclude { get; init; }

    public bool IncludeIdle { get; init; }

    /// <summary>The start in nanoseconds after the origin; <c>null</c> where unbounded.</summary>
    public long? From { get; init; }

    public long? To { get; init; }

    /// <summary>The start of the baseline; ignored when <see cref="AgainstRest"/> is <c>true</c>.</summary>
    public long? BaselineFrom { get; init; }

    public long? BaselineTo { get; init; }

    public bool AgainstRest { get; init; }

    public DiffNormalization Normalization { get; init; }

    public StackGrouping Grouping { get; init; }

    public string Weight { get; init; } = "samples";

    /// <summary>A key and a text, separated by an equals sign.</summary>
    public string? Label { get; init; }

    public string? GroupingLabel { get; init; }

    public bool Reversed { get; init; }

    public int Rows { get; init; }

    public long ColumnLength { get; init; }

    /// <summary>Generates questions about a profile.</summary>
    public static Gen<ReportQuestion> About(Profile profile)
    {
        long span = profile.HasTimes ? profile.LastTime!.Value - profile.Origin + 1 : 1;
        Gen<long?> time = Gen.Frequency<long?>(
            (1, Gen.Constant<long?>(null)),
            (3, Gen.Choose(-1, 101).Select(percent => (long?)(span * percent / 100))),
            (2, Gen.Elements(profile.HasTimes ? profile.Samples.Times[profile.Samples.UntimedCount..].ToArray() : [0]).Select(t => (long?)(t - profile.Origin))));
        Gen<string?> comm = Rarely(Gen.Elements(Supported(Names(profile.Comms, profile.Comms.Count, i => new CommId(i)))));
        Gen<string?> name = Rarely(Gen.Elements(Supported(Names(profile.Events, profile.Events.Count, i => new SampleEventId(i)))));
        Gen<string?> pattern = Rarely(Gen.Elements("a", "^main$", "k_|j_", "run|idle", "[^a-z ]", "nothing has this").Or(
            Gen.Elements(Names(profile.Labels.Names, profile.Labels.Names.Count, i => new LabelId(i)).Select(n => $"^{Regex.Escape(n.Length > 40 ? n[..40] : n)}").ToArray())));
        return from conditions in
                   from e in name
                   from c in comm
                   from pid in RarelyNumber(1, 3)
                   from tid in RarelyNumber(1, 4)
                   from cpu in RarelyNumber(0, 3)
                   from match in pattern
                   from exclude in pattern
                   from idle in Gen.Elements(true, false)
                   select new ReportQuestion { Event = e, Comm = c, Pid = pid, Tid = tid, Cpu = cpu, Match = match, Exclude = exclude, IncludeIdle = idle }
               from a in time
               from b in time
               from c in time
               from d in time
               from rest in Gen.Elements(true, false)
               from normalization in Gen.Elements(Enum.GetValues<DiffNormalization>())
               from grouping in Gen.Elements(Enum.GetValues<StackGrouping>())
               from weight in Gen.Elements(profile.Weights.Select(w => w.Name!).ToArray())
               from label in Rarely(Gen.Elements("endpoint=/orders", "tier=web"))
               from groups in Rarely(Gen.Elements("endpoint", "tier"))
               from reversed in Gen.Elements(true, false)
               from rows in Gen.Choose(1, 100)
               from length in Gen.Elements(1_000_000_000L, 2_000_000_000L, 333_333_300L, 50_000_000L, 7_000_000_100L)
               select conditions with
               {
                   From = a,
                   To = b,
                   BaselineFrom = c,
                   BaselineTo = d,
                   AgainstRest = rest,
                   Normalization = normalization,
                   Grouping = grouping,
                   Weight = weight,
                   Label = profile.LabelSets.Count > 1 ? label : null,
                   GroupingLabel = profile.LabelSets.Count > 1 ? groups : null,
                   Reversed = reversed,
                   Rows = rows,
                   ColumnLength = length,
               };
    }

    /// <summary>Returns the library's answer, in the form of the page's answer in <see cref="ReportParityTests"/>.</summary>
    public ReportAnswer AnswerOf(Profile profile)
    {
        SampleSelection all = profile.Select(new SampleFilter
        {
            Event = Event ?? SampleFilter.AnyEvent,
            Labels = Label is { } label ? [new(label.Split('=')[0], label.Split('=')[1])] : [],
            Comm = Comm,
            Pid = Pid,
            Tid = Tid,
            Cpu = Cpu,
            Match = Match,
            Exclude = Exclude,
            IncludeIdle = IncludeIdle,
        });
        var weight = SampleWeight.Parse(Weight);
        SampleSelection part = all.Within(RangeOf(profile, From, To));
        var options = new StackTreeOptions { Grouping = Grouping, GroupingLabel = GroupingLabel, Weight = weight, Reversed = Reversed };
        var tree = StackTree.From(part, options);
        SubsecondHeatmap? map = profile.HasTimes
            ? SubsecondHeatmap.From(part, new HeatmapOptions { Rows = Rows, ColumnLength = TimeSpan.FromTicks(ColumnLength / TimeSpan.NanosecondsPerTick), Weight = weight }) : null;
        SampleSelection matching = profile.Select(SampleFilter.All with { Match = Match ?? "a" });
        return new ReportAnswer
        {
            Count = part.GetTotal(SampleWeight.Samples),
            Total = part.GetTotal(weight),
            MapColumns = map?.ColumnCount,
            MapValues = map?.Values.ToArray(),
            MapMaximum = map?.Maximum,
            MapTotal = map?.Total,
            MapUntimed = map?.UntimedTotal,
            Matched = part.GetTotal(SampleWeight.Samples) - part.Except(matching).GetTotal(SampleWeight.Samples),
            Names = [.. tree.Nodes.Select(n => n.Name)],
            Parents = tree.Parents.ToArray(),
            Depths = tree.Depths.ToArray(),
            SubtreeEnds = tree.SubtreeEnds.ToArray(),
            Kinds = [.. tree.Kinds.ToArray().Select(k => (int)k)],
            Self = tree.SelfValues.ToArray(),
            Totals = tree.TotalValues.ToArray(),
            Functions = [.. FunctionTable.From(tree).Rows.Select(r => $"{r.Name}|{(int)r.Kind}|{r.Self}|{r.Total}")],
            Folded = FoldedStacks.ToText(tree),
            Diff = Compare(profile, all, part, options),
        };
    }

    private DiffAnswer? Compare(Profile profile, SampleSelection all, SampleSelection part, StackTreeOptions options)
    {
        try
        {
            TimeRange range = RangeOf(profile, From, To);
            // The page accepts an empty target, the library does not: then the rest is everything.
            StackTreeDiff diff = AgainstRest && range.IsEmpty ? StackTreeDiff.Compare(part, all, options, Normalization)
                : AgainstRest ? StackTreeDiff.Compare(all, range, Baseline.Rest, options, Normalization)
                : StackTreeDiff.Compare(part, all.Within(RangeOf(profile, BaselineFrom, BaselineTo)), options, Normalization);
            return new DiffAnswer
            {
                TargetAmount = diff.TargetAmount,
                BaselineAmount = diff.BaselineAmount,
                MaximumDelta = diff.MaximumDelta,
                Names = [.. diff.Nodes.Select(n => n.Name)],
                Parents = diff.Parents.ToArray(),
                SubtreeEnds = diff.SubtreeEnds.ToArray(),
                Presence = [.. diff.Nodes.Select(n => n.Presence switch { DiffPresence.New => "new", DiffPresence.Gone => "gone", _ => "both" })],
                TargetSelf = diff.TargetSelfValues.ToArray(),
                TargetTotals = diff.TargetTotalValues.ToArray(),
                BaselineSelf = diff.BaselineSelfValues.ToArray(),
                BaselineTotals = diff.BaselineTotalValues.ToArray(),
                ElidedTotals = diff.ElidedTotalValues.ToArray(),
                SelfDeltas = [.. diff.Nodes.Select(n => n.SelfDelta)],
                TotalDeltas = [.. diff.Nodes.Select(n => n.TotalDelta)],
            };
        }
        catch (InvalidOperationException)
        {
            return null; // There is no time or CPU time to compare by.
        }
    }

    private static TimeRange RangeOf(Profile profile, long? from, long? to)
    {
        if (from is null && to is null) return TimeRange.All;
        long start = from is { } f ? profile.Origin + f : SampleTable.NoTime + 1;
        return new TimeRange(start, Math.Max(start, to is { } t ? profile.Origin + t : long.MaxValue));
    }

    private static Gen<string?> Rarely(Gen<string> value) => Gen.Frequency<string?>((5, Gen.Constant<string?>(null)), (1, value.Select(v => (string?)v)));

    private static Gen<int?> RarelyNumber(int from, int to) =>
        Gen.Frequency<int?>((7, Gen.Constant<int?>(null)), (1, Gen.Choose(from, to).Select(v => (int?)v)));

    // The page takes a name that is not UTF-8 by what it reads as; the library, which compares bytes, cannot be asked for it.
    private static string[] Supported(string[] names) => [.. names.Where(name => !name.Contains('\uFFFD', StringComparison.Ordinal)), "none"];

    private static string[] Names<TId>(NameTable<TId> table, int count, Func<int, TId> idAt)
        where TId : struct =>
        count == 0 ? ["none"] : [.. Enumerable.Range(0, count).Select(i => table[idAt(i)])];
}
