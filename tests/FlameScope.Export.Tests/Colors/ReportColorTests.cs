using System.Text.RegularExpressions;
using FlameScope.Heatmap;
using Xunit;

namespace FlameScope.Export.Tests;

public partial class ReportColorTests
{
    // The page lists its scales as pairs of a name and a label.
    [Fact]
    public void The_page_has_the_color_scales_of_the_library()
    {
        string script = ReportScript.Read("report/view/heat-map/heat-colors.js");
        string choices = Choices().Match(script).Groups["list"].Value;

        Assert.Equal(ColorScale.Names, Name().Matches(choices).Select(m => m.Groups["name"].Value));
    }

    [GeneratedRegex(@"Choices = \[\n(?<list>(\s*\['\w+', '[^']*'\],\n)+)\];")]
    private static partial Regex Choices();

    [GeneratedRegex(@"\['(?<name>\w+)'")]
    private static partial Regex Name();
}
