using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Specifies the title of a report and its initial view. The title, the header, the moments and the baseline are part of the report;
/// all other options can be changed in the page.
/// </summary>
public sealed record HtmlReportOptions
{
    /// <summary>The title of the report; <c>FlameScope</c> when <c>null</c> or empty.</summary>
    public string? Title { get; init; }

    /// <summary>The initial number of rows of the heat map, from 10 to 100. The default value is 50.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int Rows { get; init => field = OptionChecks.InRange(value, 10, 100); } = 50;

    /// <summary>
    /// The initial colors of the heat map: one of the built-in color scales, since the page has its own variants of them for dark screens. The
    /// default value is <see cref="ColorScale.FlameScope"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    /// <exception cref="ArgumentException">The value is not a built-in color scale.</exception>
    public ColorScale ColorScale { get; init => field = CheckBuiltIn(value, nameof(ColorScale)); } = ColorScale.FlameScope;

    /// <summary>The value that each sample contributes initially. The default value is the default of the profile.</summary>
    public SampleWeight Weight { get; init; }

    /// <summary>The initial first level of the flame graph. The default value is the name of the thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public StackGrouping Grouping { get; init => field = OptionChecks.Defined(value); }

    /// <summary>Indicates whether the flame graph initially starts at the leaves of the stacks. The default value is <c>false</c>.</summary>
    public bool Reversed { get; init; }

    /// <summary>Indicates whether idle samples are initially shown. The default value is <c>false</c>.</summary>
    public bool IncludeIdle { get; init; }

    /// <summary>The range that is initially selected. The default value is <see cref="TimeRange.All"/>.</summary>
    public TimeRange Selection { get; init; } = TimeRange.All;

    /// <summary>
    /// The moments that the report marks on the heat map and lists; those outside of the report's samples are omitted. The default value is
    /// <c>null</c>: none, except that <c>ProfileView.SaveReport</c> finds those of its samples.
    /// </summary>
    public IReadOnlyList<ReportMoment>? Moments { get; init; }

    /// <summary>
    /// Indicates whether the report contains the header of the recording, such as host, command line, kernel and processor. The default value is
    /// <c>true</c>. The clock of the recording is always contained.
    /// </summary>
    public bool IncludeHeader { get; init; } = true;

    /// <summary>
    /// The samples of another profile that the report compares with. The report then contains both profiles and shows a heat map of each; its file is
    /// about as large as two reports. The default value is <c>null</c>: the report has one profile.
    /// </summary>
    public SampleSelection? Baseline { get; init; }

    /// <summary>The title of the other profile; <c>FlameScope</c> when <c>null</c> or empty.</summary>
    public string? BaselineTitle { get; init; }

    private static ColorScale CheckBuiltIn(ColorScale scale, string name)
    {
        ArgumentNullException.ThrowIfNull(scale, name);
        return ColorScale.TryParse(scale.Name, out ColorScale? builtIn) && builtIn == scale
            ? scale
            : throw new ArgumentException($"A report needs one of the built-in color scales {string.Join(", ", ColorScale.Names)}.", name);
    }
}
