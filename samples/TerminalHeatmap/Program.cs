// Draws a heat map in the terminal in 24-bit colors: one column per second, two rows of cells per line of text.
//
//     dotnet run --project samples/TerminalHeatmap -- perf.txt.gz

using System.Text;
using FlameScope.Heatmap;
using FlameScope.Parsing;

if (args is not [string path])
{
    Console.Error.WriteLine("usage: TerminalHeatmap PROFILE");
    return 2;
}

const int Rows = 20;
SubsecondHeatmap map = SubsecondHeatmap.From(ProfileFile.Open(path), new HeatmapOptions { Rows = Rows });
ColorScale colors = ColorScale.Enhanced;

var line = new StringBuilder();
for (int row = Rows - 1; row > 0; row -= 2)
{
    // The upper half block has the foreground color, the lower half has the background color.
    for (int column = 0; column < map.ColumnCount; column++)
    {
        Rgb upper = colors.ColorOf(map[column, row], map.Maximum);
        Rgb lower = colors.ColorOf(map[column, row - 1], map.Maximum);
        line.Append($"\e[38;2;{upper.R};{upper.G};{upper.B}m\e[48;2;{lower.R};{lower.G};{lower.B}m▀");
    }
    Console.WriteLine(line.Append("\e[0m"));
    line.Clear();
}
Console.WriteLine($"{map.ColumnCount} seconds; the darkest cell has {map.Maximum} samples in {1000 / Rows} ms");
return 0;
