using System.CommandLine.Parsing;
using FlameScope.Heatmap;

namespace FlameScope.Cli.Text;

/// <summary>The color scale of a heat map, chosen by an option.</summary>
internal static class HeatmapColors
{
    /// <summary>Returns the scale of a name. The default is FlameScope's scale, for text, pictures and reports.</summary>
    public static ColorScale Choose(string? name) => name is not null ? ColorScale.Parse(name) : ColorScale.FlameScope;

    /// <summary>Refuses an unknown name.</summary>
    public static void Validate(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (ColorScale.Names.Contains(token.Value, StringComparer.Ordinal)) continue;
            result.AddError($"--palette takes {string.Join(", ", ColorScale.Names)}, not '{token.Value}'");
        }
    }
}
