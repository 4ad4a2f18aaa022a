using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Reads what commands print as JSON.</summary>
internal static class Json
{
    public static JsonElement Parse(string text) => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;

    /// <summary>The sum of a heat map's cells.</summary>
    public static long SumOfCells(string heatMap) =>
        Parse(heatMap).GetProperty("values").EnumerateArray().Sum(column => column.EnumerateArray().Sum(cell => cell.GetInt64()));

    /// <summary>The sum of a flame graph's own values.</summary>
    public static long SumOfNodes(JsonElement node) => node.GetProperty("v").GetInt64() + node.GetProperty("c").EnumerateArray().Sum(SumOfNodes);

    /// <summary>The sum of the counts of folded lines.</summary>
    public static long SumOfFolded(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..]));
}
