using System.Text.Json;
using FlameScope.Model;
using FlameScope.Tests;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Compiles a program with <c>clang++ -ftime-trace</c>, and compares what is read with the totals that clang writes at the end of its file.</summary>
public sealed class ClangTraceTests : IDisposable
{
    private const string Program = """
        #include <algorithm>
        #include <map>
        #include <string>
        template <int N> struct Deep {
            static int run(std::map<std::string, int>& m) { m[std::to_string(N)] = N; return Deep<N - 1>::run(m) + N; }
        };
        template <> struct Deep<0> { static int run(std::map<std::string, int>&) { return 0; } };
        int main() { std::map<std::string, int> m; return Deep<20>::run(m); }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-clang-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OptionalFact(Requirement.Clang)]
    public async Task Spans_of_clang_add_up_to_its_own_totals()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "x.cpp"), Program);
        await Tool.RunAsync(_folder, "clang++", "-std=c++17", "-O1", "-c", "-ftime-trace", "-ftime-trace-granularity=0", "x.cpp", "-o", "x.o");
        string file = Path.Combine(_folder, "x.json");
        using JsonDocument trace = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        Dictionary<string, long> read = InclusiveMicroseconds(await ProfileFile.OpenAsync(file, new ProfileReadOptions { Strict = true }));
        int totals = 0;
        foreach (JsonElement item in trace.RootElement.GetProperty("traceEvents").EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            if (!name.StartsWith("Total ", StringComparison.Ordinal)) continue;
            // clang rounds the start and the length of each span to microseconds.
            int rounding = item.GetProperty("args").GetProperty("count").GetInt32() + 1;
            long total = item.GetProperty("dur").GetInt64();
            // A function whose spans all have the rounded length 0 has no time.
            Assert.InRange(read.GetValueOrDefault(name[6..]), total - rounding, total + rounding);
            totals++;
        }
        Assert.True(totals > 10);
    }

    // The time of all stacks with a name, on the threads that are no totals. A stack with a name twice counts once, as in clang's totals.
    private static Dictionary<string, long> InclusiveMicroseconds(Profile profile)
    {
        var times = new Dictionary<string, long>(StringComparer.Ordinal);
        ReadOnlySpan<long> values = profile.Samples.GetValues(0);
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            foreach (string name in profile.GetStackNames(profile.Samples.Stacks[i]).Distinct())
            {
                times[name] = times.GetValueOrDefault(name) + (values[i] / 1000);
            }
        }
        return times;
    }
}
