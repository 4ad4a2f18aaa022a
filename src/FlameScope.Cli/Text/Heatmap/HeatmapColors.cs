using System.CommandLine.Parsing;
using FlameScope.Heatmap;

namespace FlameScope.Cli.Text;

/// <summary>The color scales of heat maps: those of the library, and one for dark terminals.</summary>
internal static class HeatmapColors
{
    // From almost black through violet and red to pale yellow: empty cells stay dark, and a single sample is visible.
    private static readonly ColorScale Ember = new("ember",
    [
        new(Rgb.Parse("#1A1A24"), 0, 0),
        new(Rgb.Parse("#3B1B5C"), 0.5, 0),
        new(Rgb.Parse("#8C2369"), 0, 0.25),
        new(Rgb.Parse("#E0413F"), 0, 0.5),
        new(Rgb.Parse("#FB9A2E"), 0, 0.75),
        new(Rgb.Parse("#FCFFB2"), 0, 1),
    ]);

    public static IReadOnlyList<string> Names { get; } = [.. ColorScale.Names, Ember.Name];

    /// <summary>Returns the scale of a name. The default is ember for text and FlameScope's scale for pictures.</summary>
    public static ColorScale Named(string? name, bool isText) =>
        (name ?? (isText ? Ember.Name : ColorScale.FlameScope.Name)) is var chosen && chosen == Ember.Name ? Ember : ColorScale.Named(chosen);

    /// <summary>Refuses an unknown name.</summary>
    public static void Validate(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (!Names.Contains(token.Value, StringComparer.Ordinal)) result.AddError($"--palette takes {string.Join(", ", Names)}, not '{token.Value}'");
        }
    }
}
