using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope;

/// <summary>
/// A profile and what is looked at of it: a filter, a range of time, a weight. Every picture, table and number made from a view shows the same
/// samples.
/// </summary>
/// <remarks>A view does not change: each call that narrows it gives a new one, over the same profile. It may be used by many threads at once.</remarks>
/// <example>
/// <code>
/// ProfileView view = ProfileView.Open("perf.txt.gz");
/// view.SaveHeatmap("heatmap.svg");
/// view.Between(28.3, 28.58).SaveFlameGraph("spike.svg");
/// </code>
/// In PowerShell:
/// <code>
/// Add-Type -Path FlameScope.Core.dll
/// $view = [FlameScope.ProfileView]::Open((Convert-Path perf.txt.gz))
/// $view.Between(28.3, 28.58).GetFunctions().Rows | Select-Object -First 10
/// </code>
/// </example>
public sealed partial class ProfileView
{
    // Of a transformed view: what earlier filters took, and what the transforms keep of all samples. Neither has a range.
    private readonly SampleSelection? _filtered;
    private readonly SampleSelection? _within;
    private SampleSelection? _selection;

    /// <summary>A view of a profile: all samples but the idle ones, each counting one.</summary>
    /// <param name="profile">The profile.</param>
    public ProfileView(Profile profile)
        : this(profile, SampleFilter.Default, SampleWeight.Samples)
    {
    }

    /// <summary>A view of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="filter">Which samples are shown.</param>
    /// <param name="weight">What a sample counts.</param>
    public ProfileView(Profile profile, SampleFilter filter, SampleWeight weight)
        : this(profile, filter, weight, null, null)
    {
    }

    private ProfileView(Profile profile, SampleFilter filter, SampleWeight weight, SampleSelection? filtered, SampleSelection? within)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(filter);
        Profile = profile;
        Filter = filter;
        Weight = weight;
        _filtered = filtered;
        _within = within;
    }

    /// <summary>The profile.</summary>
    public Profile Profile { get; }

    /// <summary>Which samples are shown. Of a view that was transformed, what has been asked for since.</summary>
    public SampleFilter Filter { get; }

    /// <summary>What a sample counts.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The range of time that is shown; <see cref="TimeRange.All"/> for everything.</summary>
    public TimeRange Range => Filter.Range;

    /// <summary>The samples that are shown.</summary>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid.</exception>
    public SampleSelection Selection => _selection ??= Unbounded.Within(Range);

    /// <summary>The number of samples that are shown.</summary>
    public int SampleCount => Selection.Count;

    /// <summary>What the samples that are shown count together.</summary>
    public long Total => Selection.GetTotal(Weight);

    /// <summary>The samples of this view that a filter takes, too.</summary>
    /// <param name="filter">Further conditions. Idle samples that this view leaves out stay out.</param>
    public ProfileView Where(SampleFilter filter) => new(Profile, Filter.And(filter), Weight, _filtered, _within);

    /// <summary>The same profile under another filter, in place of this view's, its range included.</summary>
    /// <param name="filter">Which samples to show, such as <see cref="SampleFilter.Everything"/>.</param>
    public ProfileView WithFilter(SampleFilter filter) => new(Profile, filter, Weight, _within, _within);

    /// <summary>A range of this view, in seconds after <see cref="Profile.Origin"/>, the whole second at or before the first sample.</summary>
    /// <param name="from">Seconds; <c>null</c> for no start.</param>
    /// <param name="to">Seconds, not included; <c>null</c> for no end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or too large.</exception>
    /// <exception cref="UntimedProfileException">An end is given, and no sample has a time.</exception>
    public ProfileView Between(double? from, double? to) => Within(Profile.RangeOfSeconds(from, to));

    /// <summary>A range of this view.</summary>
    /// <param name="range">The range; what lies outside this view's stays outside.</param>
    public ProfileView Within(TimeRange range)
    {
        TimeRange narrowed = Range.Intersect(range);
        return new ProfileView(Profile, Filter with { Range = narrowed }, Weight, _filtered, _within) { _selection = _selection?.Within(narrowed) };
    }

    /// <summary>The same samples, counted otherwise.</summary>
    /// <param name="weight">What a sample counts.</param>
    public ProfileView WeightedBy(SampleWeight weight) => new(Profile, Filter, weight, _filtered, _within) { _selection = _selection };

    /// <summary>The subsecond-offset heat map, over the columns of the whole profile.</summary>
    /// <param name="rows">The number of cells of a second, 1 to 1,000.</param>
    /// <exception cref="UntimedProfileException">No sample has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans more time than a map of it may.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There cannot be so many rows.</exception>
    public SubsecondHeatmap GetHeatmap(int rows = 50) => SubsecondHeatmap.From(Selection, new HeatmapOptions { Rows = rows, Weight = Weight });

    /// <summary>The tree of stacks: what a flame graph draws.</summary>
    /// <param name="grouping">What stands at the first level.</param>
    /// <param name="reversed">Whether stacks are walked from the leaf, so that callers stand above what they call.</param>
    public StackTree GetStackTree(StackGrouping grouping = StackGrouping.ThreadName, bool reversed = false) =>
        StackTree.From(Selection, new StackTreeOptions { Grouping = grouping, Reversed = reversed, Weight = Weight, Filter = Filter });

    /// <summary>What a thread did, in time order: what a flame chart draws.</summary>
    /// <param name="tid">The thread's id.</param>
    public FlameChart GetFlameChart(int tid) => FlameChart.From(Selection, tid);

    /// <summary>The functions by what was sampled in them and below them.</summary>
    public FunctionTable GetFunctions() => FunctionTable.From(GetStackTree(StackGrouping.None));

    // The samples of any time, as far as the filter's own parts have no range.
    private SampleSelection Unbounded
    {
        get
        {
            SampleSelection selected = Profile.Select(Filter with { Range = TimeRange.All });
            return _filtered is null ? selected : selected.Except(selected.Except(_filtered));
        }
    }
}
