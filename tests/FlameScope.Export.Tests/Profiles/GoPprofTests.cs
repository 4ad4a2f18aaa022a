using System.Globalization;
using System.Text.RegularExpressions;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Records a program with Go's own profiler, and compares what is read and what is written with <c>go tool pprof</c>.</summary>
public sealed class GoPprofTests : IDisposable
{
    private const string Program = """
        package main

        import (
            "context"
            "crypto/sha256"
            "os"
            "runtime"
            "runtime/pprof"
            "sort"
            "time"
        )

        func hash(n int) byte {
            h := [32]byte{}
            for i := 0; i < n; i++ {
                h = sha256.Sum256(h[:])
            }
            return h[0]
        }

        func order(n int) []int {
            a := make([]int, n)
            for i := range a {
                a[i] = i * 7919 % n
            }
            sort.Ints(a)
            return a
        }

        func main() {
            runtime.MemProfileRate = 4096
            f, _ := os.Create("cpu.pb.gz")
            pprof.StartCPUProfile(f)
            kept := [][]int{}
            for end := time.Now().Add(time.Second); time.Now().Before(end); {
                pprof.Do(context.Background(), pprof.Labels("kind", "hash"), func(context.Context) { hash(2000) })
                kept = append(kept, order(10000))
            }
            pprof.StopCPUProfile()
            f.Close()
            h, _ := os.Create("heap.pb.gz")
            pprof.Lookup("heap").WriteTo(h, 0)
            h.Close()
            println(len(kept))
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-go-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OptionalFact(Requirement.Go)]
    public async Task Profiles_that_Go_records_and_those_that_are_written_of_them_have_the_values_that_pprof_shows()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "main.go"), Program);
        await Tool.RunAsync(_folder, "go", "run", "main.go");
        foreach (string recorded in (string[])["cpu.pb.gz", "heap.pb.gz"])
        {
            Profile profile = await ProfileFile.OpenAsync(Path.Combine(_folder, recorded), new ProfileReadOptions { Strict = true });
            string written = "written-" + recorded;
            await using (FileStream file = File.Create(Path.Combine(_folder, written)))
            {
                ProfileWriters.Write(ProfileWriters.Default.FindByPath(written)!, profile.Select(), file);
            }
            IReadOnlyList<SampleValueType> types = profile.GetValueTypes(profile.Samples[0].Event);
            string raw = await Tool.RunAsync(_folder, "go", "tool", "pprof", "-raw", recorded);
            Assert.Equal(TotalsOfRaw(raw, types.Count), Enumerable.Range(0, types.Count).Select(i => TotalOf(profile, i)));
            foreach (SampleValueType type in types)
            {
                string shown = await TopAsync(recorded, type.Name);
                Assert.Contains("main.", shown, StringComparison.Ordinal);
                Assert.Equal(shown, await TopAsync(written, type.Name));
            }
        }
    }

    private static long TotalOf(Profile profile, int valueType)
    {
        ReadOnlySpan<long> values = profile.Samples.GetValues(valueType);
        return values.IsEmpty ? profile.Samples.Sum(sample => sample.Count) : values.ToArray().Sum();
    }

    // "          3   30000000: 26 13 14", between "Samples:" and "Locations".
    private static long[] TotalsOfRaw(string raw, int count)
    {
        var totals = new long[count];
        string samples = raw[raw.IndexOf("Samples:", StringComparison.Ordinal)..raw.IndexOf("Locations", StringComparison.Ordinal)];
        foreach (Match line in Regex.Matches(samples, @"^((?: +-?[0-9]+)+): [0-9 ]+$", RegexOptions.Multiline))
        {
            string[] values = line.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(count, values.Length);
            for (int i = 0; i < count; i++) totals[i] += long.Parse(values[i], CultureInfo.InvariantCulture);
        }
        return totals;
    }

    // The table of all functions, without the lines on the file.
    private async Task<string> TopAsync(string file, string type)
    {
        string text = await Tool.RunAsync(
            _folder, "go", "tool", "pprof", "-top", "-nodecount=100000", "-nodefraction=0", "-edgefraction=0", $"-sample_index={type}", "-unit=minimum", file);
        return text[text.IndexOf("Showing nodes", StringComparison.Ordinal)..];
    }
}
