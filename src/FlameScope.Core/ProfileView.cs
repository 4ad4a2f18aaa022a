using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope;

/// <summary>
/// A profile with a filter, a time range and a weight. All pictures, tables and numbers that are created from a view use the same samples.
/// </summary>
/// <remarks>
/// Views are immutable: a method that narrows a view returns a new one for the same profile. A view can be used by several threads at the same time.
/// </remarks>
/// <example>
/// <code>
/// ProfileView view = ProfileView.Open("perf.txt.gz"); view.SaveHeatmap("heatmap.svg"); view.Between(28.3, 28.58).SaveFlameGraph("moment.svg");
/// </code>
/// In PowerShell:
/// <code>
/// Add-Type -Path FlameScope.Core.dll $view = [FlameScope.ProfileView]::Open((Convert-Path perf.txt.gz)) $view.Between(28.3,
/// 28.58).GetFunctions().Rows | Select-Object -First 10
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class ProfileView
{
    // The samples that a transform keeps, from which WithFilter selects; null if no transform was applied.
    private readonly SampleSelection? _all;

    // The samples of any time that match the filter. A range of this view is compared with them.
    private readonly SampleSelection _anyTime;

    /// <summary>Creates a view of all samples except the idle ones, with the default weight of the profile.</summary>
    /// <param name="profile">The profile.</param>
    public ProfileView(Profile profile)
        : this(profile, SampleFilter.Default)
    {
    }

    /// <summary>Creates a view of the samples that match a filter.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="weight">The value that each sample contributes to totals. The default is the default of the profile.</param>
    /// <exception cref="ArgumentException">No event of the profile has the value type of <paramref name="weight"/>.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public ProfileView(Profile profile, SampleFilter filter, SampleWeight weight = default)
        : this(SelectAnyTime(profile, filter, null), filter, weight, null, null)
    {
    }

    private ProfileView(SampleSelection anyTime, SampleFilter filter, SampleWeight weight, SampleSelection? all, string? source)
    {
        _anyTime = anyTime;
        _all = all;
        Filter = filter with { Range = CommonRange(filter) };
        Weight = anyTime.Profile.Resolve(weight);
        Source = source;
        Selection = anyTime.Within(Filter.Range);
    }

    /// <summary>The profile.</summary>
    [JsonIgnore]
    public Profile Profile => _anyTime.Profile;

    /// <summary>The name of the file that the profile was opened from, as it was given; for a file stream its full path; <c>null</c> otherwise.</summary>
    public string? Source { get; }

    /// <summary>The filter of the view. After <see cref="Transform"/>, the conditions that have been added since.</summary>
    public SampleFilter Filter { get; }

    /// <summary>The value that each sample contributes to totals. It is never the default weight.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The unit of <see cref="Total"/>, such as <c>samples</c> or <c>bytes</c>; see <see cref="SampleSelection.GetUnit"/>.</summary>
    public string Unit => Selection.GetUnit(Weight);

    /// <summary>The time range of the view; <see cref="TimeRange.All"/> if it is not limited.</summary>
    public TimeRange Range => Filter.Range;

    /// <summary>The samples of the view.</summary>
    [JsonIgnore]
    public SampleSelection Selection { get; }

    /// <summary>The number of samples in the view.</summary>
    public long SampleCount => Selection.GetTotal(SampleWeight.Samples);

    /// <summary>The sum of the values of all samples in the view.</summary>
    public long Total => Selection.GetTotal(Weight);

    /// <summary>Returns a view of the samples of this view that also match another filter.</summary>
    /// <param name="filter">
    /// The additional conditions. Idle samples are included only if both this view and <paramref name="filter"/> include them. If it names no event, the
    /// events of this view are kept.
    /// </param>
    /// <returns>The narrower view.</returns>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public ProfileView Where(SampleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        // The view has chosen its events: the default event is not selected again, and * does not add events.
        bool namesEvent = !string.IsNullOrEmpty(filter.Event) && filter.Event != SampleFilter.AnyEvent;
        SampleSelection also = SelectAnyTime(Profile, namesEvent ? filter : filter with { Event = SampleFilter.AnyEvent }, null);
        return new ProfileView(_anyTime.Intersect(also), Filter.And(namesEvent ? filter : filter with { Event = null }), Weight, _all, Source);
    }

    /// <summary>Returns a view of the same profile with another filter, which replaces the filter and the time range of this view.</summary>
    /// <param name="filter">The filter, for example <see cref="SampleFilter.All"/>.</param>
    /// <returns>The view.</returns>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public ProfileView WithFilter(SampleFilter filter) => new(SelectAnyTime(Profile, filter, _all), filter, Weight, _all, Source);

    /// <summary>
    /// Returns a view of a time range, in seconds after <see cref="Profile.Origin"/>, the whole second at or before the first sample.
    /// </summary>
    /// <param name="from">The start in seconds; <c>null</c> for no start.</param>
    /// <param name="to">The end in seconds, exclusive; <c>null</c> for no end.</param>
    /// <returns>The narrower view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is not finite or too large, or <paramref name="to"/> is not greater than <paramref name="from"/>.
    /// </exception>
    /// <exception cref="UntimedProfileException"><paramref name="from"/> or <paramref name="to"/> is given, and no sample has a time.</exception>
    public ProfileView Between(double? from, double? to) => Within(Profile.RangeOfSeconds(from, to));

    /// <summary>Returns a view of a time range.</summary>
    /// <param name="range">The range. It is intersected with the range of this view.</param>
    /// <returns>The narrower view.</returns>
    public ProfileView Within(TimeRange range) => new(_anyTime, Filter with { Range = Range.Intersect(range) }, Weight, _all, Source);

    /// <summary>Returns a view of the same samples with another weight.</summary>
    /// <param name="weight">
    /// The value that each sample contributes to totals. In PowerShell, it can be a string such as <c>'alloc_space'</c>.
    /// </param>
    /// <returns>The view.</returns>
    /// <exception cref="ArgumentException">No event of the profile has the value type of <paramref name="weight"/>.</exception>
    public ProfileView WeightedBy(SampleWeight weight) => new(_anyTime, Filter, weight, _all, Source);

    /// <summary>Returns a view of the same samples with transformed stacks.</summary>
    /// <param name="transform">The transform. In PowerShell, it can be a string such as <c>'collapse-kernel'</c>.</param>
    /// <returns>
    /// The view. The filters of this view were applied to the original names; filters that are added to the new view see the transformed names.
    /// </returns>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public ProfileView Transform(StackTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        SampleSelection all = transform.Apply(_all ?? Profile.Select(SampleFilter.All));
        return new ProfileView(transform.Apply(_anyTime), SampleFilter.All with { Range = Range }, Weight, all, Source);
    }

    /// <summary>Creates the subsecond-offset heat map of the view. Its columns span the whole profile.</summary>
    /// <param name="rows">The number of rows per column, from 1 to 1,000.</param>
    /// <returns>The heat map.</returns>
    /// <exception cref="UntimedProfileException">No sample has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans too many seconds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is out of range.</exception>
    public SubsecondHeatmap GetHeatmap(int rows = 50) => GetHeatmap(new HeatmapOptions { Rows = rows });

    /// <summary>Creates the heat map of the view with options.</summary>
    /// <param name="options">The options. Their weight is ignored: the weight of the view is used.</param>
    /// <returns>The heat map.</returns>
    /// <exception cref="UntimedProfileException">No sample has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans too many columns.</exception>
    public SubsecondHeatmap GetHeatmap(HeatmapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SubsecondHeatmap.From(Selection, options with { Weight = Weight });
    }

    /// <summary>Creates the stack tree of the view, which a flame graph shows.</summary>
    /// <param name="grouping">The groups at the first level.</param>
    /// <param name="reversed">Indicates whether stacks start at the leaf, so that callers are above the functions that they call.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="grouping"/> is not defined.</exception>
    public StackTree GetStackTree(StackGrouping grouping = StackGrouping.ThreadName, bool reversed = false) =>
        StackTree.From(Selection, TreeOptions(grouping, reversed));

    /// <summary>Creates the flame chart of a thread: its stacks in time order.</summary>
    /// <param name="tid">The id of the thread.</param>
    /// <returns>The flame chart.</returns>
    /// <exception cref="ArgumentException">The profile has no thread with this id.</exception>
    public FlameChart GetFlameChart(long tid) => FlameChart.From(Selection, tid);

    /// <summary>Creates the table of all functions with their self and total values.</summary>
    /// <returns>The table, in descending order of self values.</returns>
    public FunctionTable GetFunctions() => FunctionTable.From(GetStackTree(StackGrouping.None));

    /// <summary>Creates one table of functions per thread name, process or thread.</summary>
    /// <param name="grouping">The kind of the groups.</param>
    /// <returns>The groups in descending order of their totals.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="grouping"/> is not defined.</exception>
    public IReadOnlyList<FunctionGroup> GetFunctionsBy(StackGrouping grouping) => FunctionTable.GetGroups(GetStackTree(grouping));

    /// <summary>Creates one table of functions per value of a label.</summary>
    /// <param name="key">The key of the label.</param>
    /// <returns>The groups in descending order of their totals; see <see cref="StackTreeOptions.GroupingLabel"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> is <c>null</c> or empty.</exception>
    public IReadOnlyList<FunctionGroup> GetFunctionsByLabel(string key) => FunctionTable.GetGroups(GetStackTreeByLabel(key));

    /// <summary>Creates the stack tree of the view with the values of a label at the first level.</summary>
    /// <param name="key">The key of the label.</param>
    /// <param name="reversed">Indicates whether stacks start at the leaf, so that callers are above the functions that they call.</param>
    /// <returns>The tree; see <see cref="StackTreeOptions.GroupingLabel"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> is <c>null</c> or empty.</exception>
    public StackTree GetStackTreeByLabel(string key, bool reversed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return StackTree.From(Selection, TreeOptions(StackGrouping.None, reversed) with { GroupingLabel = key });
    }

    /// <summary>Returns the source, the number of samples and the time range in seconds after <see cref="Profile.Origin"/>.</summary>
    /// <returns>The text, formatted with the invariant culture.</returns>
    public override string ToString()
    {
        string samples = string.Create(CultureInfo.InvariantCulture, $"{Source ?? Profile.Format}: {SampleCount:N0} samples");
        return Range == TimeRange.All ? samples : $"{samples}, {AfterOrigin(Range)}";
    }

    // A bound that does not limit stays as it is.
    private TimeRange AfterOrigin(TimeRange range) => new(
        range.Start <= SampleTable.NoTime + 1 ? range.Start : range.Start - Profile.Origin,
        range.End == long.MaxValue ? range.End : range.End - Profile.Origin);

    private StackTreeOptions TreeOptions(StackGrouping grouping, bool reversed) => new()
    {
        Grouping = grouping,
        Reversed = reversed,
        Weight = Weight,
    };

    private static SampleSelection SelectAnyTime(Profile profile, SampleFilter filter, SampleSelection? all)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(filter);
        SampleSelection selection = profile.Select(WithoutRange(filter));
        return all is null ? selection : all.Intersect(selection);
    }

    // The range that a filter and the filters within it have in common.
    private static TimeRange CommonRange(SampleFilter filter) =>
        filter.Also is null ? filter.Range : filter.Range.Intersect(CommonRange(filter.Also));

    private static SampleFilter WithoutRange(SampleFilter filter) => filter with
    {
        Range = TimeRange.All,
        Also = filter.Also is null ? null : WithoutRange(filter.Also),
    };
}
