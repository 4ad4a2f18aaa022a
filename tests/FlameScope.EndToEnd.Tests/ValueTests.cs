using System.Text.Json;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Values with units other than a number of events, and several events in one profile.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_shown_as_sizes()
    {
        string path = Write(Sampled("bytes", 1_500_000, 500_000));

        string text = App.Print("top", path);
        Assert.Contains("1.5 MB", text, StringComparison.Ordinal);
        Assert.Contains("functions, 2 MB", text, StringComparison.Ordinal);
        string svg = App.Print("flamegraph", path);
        Assert.Contains("500 kB, 25.00%", svg, StringComparison.Ordinal);
        Assert.Contains("weight 2 MB", App.Print("info", path), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_shown_as_times_and_samples_can_still_be_counted()
    {
        string path = Write(Sampled("milliseconds", 1200, 34));

        Assert.Contains("functions, 1.23 s", App.Print("top", path), StringComparison.Ordinal);
        Assert.Contains("functions, 2 samples", App.Print("top", path, "--weight", "samples"), StringComparison.Ordinal);
        JsonElement top = Json.Parse(App.Print("top", path, "--json"));
        Assert.Equal(("weight", "nanoseconds", 1_234_000_000), (top.GetProperty("weight").GetString(), top.GetProperty("unit").GetString(), top.GetProperty("total").GetInt64()));
    }

    [Fact]
    public void Events_of_different_units_are_not_added_up_silently()
    {
        string path = Write(Sampled("bytes", 1_500_000), Sampled("nanoseconds", 7));

        AppResult both = App.Run("top", path);
        Assert.Contains("samples of different events are added up: samples (bytes), samples (nanoseconds)", both.Error, StringComparison.Ordinal);
        AppResult bytes = App.Run("top", path, "--weight", "weight/bytes");
        Assert.DoesNotContain("added up", bytes.Error, StringComparison.Ordinal);
        Assert.Contains("1.5 MB", bytes.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_lists_the_values_with_their_units()
    {
        JsonElement info = Json.Parse(App.Print("info", Write(Sampled("bytes", 1_500_000, 500_000)), "--json"));

        JsonElement value = Assert.Single(info.GetProperty("values").EnumerateArray());
        Assert.Equal(("weight", "bytes", true), (value.GetProperty("type").GetString(), value.GetProperty("unit").GetString(), value.GetProperty("default").GetBoolean()));
        Assert.Equal(2_000_000, value.GetProperty("total").GetInt64());
    }

    [Fact]
    public void A_label_that_no_sample_has_is_reported()
    {
        string path = Write(Sampled("bytes", 1));

        Assert.Contains("no sample has a label", App.Run("top", path, "--by", "label:endpoint").Error, StringComparison.Ordinal);
        Assert.Contains("no sample has a label", App.Run("top", path, "--label", "endpoint=/orders").Error, StringComparison.Ordinal);
    }

    // Each weight is a sample: the first in main, the others in main and work.
    private static string Sampled(string unit, params int[] weights) => $$"""
        {"type": "sampled", "name": "thread", "unit": "{{unit}}", "startValue": 0, "endValue": {{weights.Sum()}},
         "samples": [{{string.Join(",", weights.Select((_, i) => i == 0 ? "[0]" : "[0,1]"))}}], "weights": [{{string.Join(",", weights)}}]}
        """;

    private string Write(params string[] profiles) => _folder.Write($$"""
        {"$schema": "https://www.speedscope.app/file-format-schema.json", "shared": {"frames": [{"name": "main"}, {"name": "work"}]},
         "profiles": [{{string.Join(",", profiles)}}]}
        """);
}
