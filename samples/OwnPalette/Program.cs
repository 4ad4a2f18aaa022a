// Draws a flame graph with a custom palette: locks are red, request handlers are green, and all other functions have the default colors.
//
//     dotnet run --project samples/OwnPalette -- samples/profiles/shop.perf.gz flames.svg

using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Parsing;

if (args is not [string path, string picture])
{
    Console.Error.WriteLine("usage: OwnPalette PROFILE PICTURE.svg");
    return 2;
}
StackTree tree = StackTree.From(ProfileFile.Open(path));

#region palette
Palette mine = Palette.Create("mine", (name, kind) =>
    name.Contains("lock", StringComparison.OrdinalIgnoreCase) ? Rgb.Parse("#B2182B")
    : name.Contains("_request", StringComparison.Ordinal) ? Rgb.Parse("#9CD88A")
    : Palette.Kind.ColorOf(name, kind));

using FileStream file = File.Create(picture);
FlameGraphSvg.Write(tree, file, new FlameGraphSvgOptions { Palette = mine });
#endregion
return 0;
