// The three main tasks with the package FlameScope.Core: a heat map, the flame graph of a range, and data for other tools.
using System.Text.Json;
using FlameScope;
using FlameScope.Heatmap;

string input = args[0], output = args[1];
Directory.CreateDirectory(output);

ProfileView view = ProfileView.Open(input);
SubsecondHeatmap map = view.GetHeatmap();
view.SaveHeatmap(Path.Combine(output, "heatmap.svg"));
Expect(map.Total + map.UntimedTotal == view.Total, "the heat map contains every sample");
Expect(File.ReadAllText(Path.Combine(output, "heatmap.svg")).Contains("<svg", StringComparison.Ordinal), "the heat map is SVG");

ProfileView moment = view.Within(map.RangeOf(map.Busiest));
moment.SaveFlameGraph(Path.Combine(output, "moment.svg"));
Expect(File.ReadAllText(Path.Combine(output, "moment.svg")).Contains("<svg", StringComparison.Ordinal), "the flame graph is SVG");

moment.SaveFlameGraph(Path.Combine(output, "moment.folded"));
long folded = File.ReadLines(Path.Combine(output, "moment.folded")).Sum(line => long.Parse(line.AsSpan(line.LastIndexOf(' ') + 1)));
Expect(folded == moment.Total, "the folded stacks contain every sample");

moment.SaveFlameGraph(Path.Combine(output, "moment.json"));
using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "moment.json")));
Expect(json.RootElement.ValueKind == JsonValueKind.Object, "the JSON is valid");

Console.WriteLine($"{view.Total} samples, {moment.Total} of them in the busiest cell, on {Environment.Version}");

static void Expect(bool truth, string what)
{
    if (!truth) throw new InvalidOperationException($"Expected: {what}.");
}
