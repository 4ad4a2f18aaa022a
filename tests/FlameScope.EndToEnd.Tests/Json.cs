using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Reads JSON that commands print.</summary>
internal static class Json
{
    public static JsonElement Parse(string text) => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;

    /// <summary>Returns the sum of the cells of a heat map.</summary>
    public static long SumOfCells(string heatMap) =>
        Parse(heatMap).GetProperty("values").EnumerateArray().Sum(column => column.EnumerateArray().Sum(cell => cell.GetInt64()));

    /// <summary>Returns the sum of the self values of a flame graph.</summary>
    public static long SumOfNodes(JsonElement node) => node.GetProperty("v").GetInt64() + node.GetProperty("c").EnumerateArray().Sum(SumOfNodes);

    /// <summary>Returns the sum of the counts of folded lines.</summary>
    public static long SumOfFolded(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..]));
}
