using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>What a report is called, and how it looks when it is opened. All but <see cref="Title"/> can be changed in the page.</summary>
public sealed record HtmlReportOptions
{
    /// <summary>The report's title; <c>FlameScope</c> when <c>null</c> or empty.</summary>
    public string? Title { get; init; }

    /// <summary>The number of rows that the heat map starts with, from 10 to 100; 50 by default.</summary>
    public int Rows { get; init; } = 50;

    /// <summary>
    /// The name of the heat map's colours; one of <see cref="Palettes"/>, in either case. <c>flamescope</c> by default, which are those of
    /// <see cref="ColorScale.FlameScope"/>.
    /// </summary>
    public string Palette { get; init; } = Palettes[0];

    /// <summary>What a sample counts at first; one by default.</summary>
    public SampleWeight Weight { get; init; }

    /// <summary>What stands at the first level of the flame graph at first; the thread's name by default.</summary>
    public StackGrouping Grouping { get; init; }

    /// <summary>Whether the flame graph is walked from the leaf at first; <c>false</c> by default.</summary>
    public bool Reversed { get; init; }

    /// <summary>Whether idle samples (<see cref="Profile.IsIdle"/>) are shown at first; <c>false</c> by default.</summary>
    public bool IncludeIdle { get; init; }

    /// <summary>The time that is selected at first; <see cref="TimeRange.All"/>, the default, for everything.</summary>
    public TimeRange Selection { get; init; } = TimeRange.All;

    /// <summary>
    /// Whether the report holds what the recording says about itself (host, command line, kernel, processor and all other facts);
    /// <c>true</c> by default. Its clock is held either way.
    /// </summary>
    public bool IncludeHeader { get; init; } = true;

    /// <summary>The names that <see cref="Palette"/> knows.</summary>
    public static IReadOnlyList<string> Palettes { get; } = ["flamescope", "enhanced", "viridis"];

    internal void Validate()
    {
        if (Rows is < 10 or > 100) throw new ArgumentOutOfRangeException(nameof(Rows), Rows, $"{nameof(Rows)} must be from 10 to 100.");
        ArgumentNullException.ThrowIfNull(Palette);
        if (!Palettes.Contains(Palette, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"There is no palette '{Palette}'; there are {string.Join(", ", Palettes)}.", nameof(Palette));
        }
        if (!Enum.IsDefined(Weight)) throw new ArgumentOutOfRangeException(nameof(Weight), Weight, "There is no such weight.");
        if (!Enum.IsDefined(Grouping)) throw new ArgumentOutOfRangeException(nameof(Grouping), Grouping, "There is no such grouping.");
    }
}
