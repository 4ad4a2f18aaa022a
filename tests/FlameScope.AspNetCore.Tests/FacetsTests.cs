using System.Globalization;
using System.Text;
using System.Text.Json;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The choices of the filters.</summary>
public class FacetsTests
{
    private static readonly string[] Comms = ["app", "worker", "io", "swapper"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Choices_are_the_most_frequent_first_and_of_equal_ones_that_of_the_first_sample(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 400; i++)
        {
            // A thread has several names, and threads of several processes have the same one.
            int tid = random.Next(1, 12);
            text.Append(CultureInfo.InvariantCulture, $"{Comms[random.Next(4)]} {tid / 3}/{tid} [{random.Next(4):000}] {i}.5: 1 {(random.Next(3) == 0 ? "faults" : "cycles")}: \n\t 1 main (/bin/app)\n\n");
        }
        Profile profile = PerfScript.Parse(Encoding.UTF8.GetBytes(text.ToString()));
        JsonElement choices = Choices(profile);
        int[] busy = [.. Enumerable.Range(0, profile.Samples.Count).Where(i => !profile.IsIdle(i))];
        ThreadInfo ThreadOf(int sample) => profile.Threads[profile.Samples.Threads[sample]];

        Assert.Equal(Expect(busy, i => profile.Events[profile.Samples.Events[i]]), Read(choices, "event"));
        Assert.Equal(Expect(busy, i => profile.Comms[ThreadOf(i).Comm]), Read(choices, "comm"));
        Assert.Equal(Expect(busy, i => ThreadOf(i).Pid.ToString()!, i => profile.Comms[ThreadOf(i).Comm]), Read(choices, "pid"));
        Assert.Equal(Expect(busy, i => ThreadOf(i).Tid.ToString()!, i => profile.Comms[ThreadOf(i).Comm]), Read(choices, "tid"));
        Assert.Equal(Expect(busy, i => profile.Samples.Cpus[i].ToString(CultureInfo.InvariantCulture)).Order(), Read(choices, "cpu"));
    }

    private static string[] Expect(int[] samples, Func<int, string> key, Func<int, string>? name = null) =>
        [.. samples.GroupBy(key).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {name?.Invoke(group.First())} {group.Count()}")];

    private static string[] Read(JsonElement choices, string property) =>
        [.. choices.GetProperty(property).EnumerateArray().Select(choice => $"{choice.GetProperty("key")} {choice.GetProperty("name")} {choice.GetProperty("count")}")];

    private static JsonElement Choices(Profile profile)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory)) Facets.Write(json, profile);
        return JsonElement.Parse(memory.ToArray());
    }
}
