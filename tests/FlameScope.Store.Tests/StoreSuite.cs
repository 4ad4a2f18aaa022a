using System.Globalization;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Store.Tests;

/// <summary>The tests of every engine. A class per engine runs them.</summary>
internal static class StoreSuite
{
    /// <summary>Heat maps, trees and samples of an engine are those of the library, for generated profiles and queries.</summary>
    public static void CheckLaws(Func<string, IProfileStore> open, int profiles, int queries) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(profiles),
        Prop.ForAll(StoreCase.Profiles, pair =>
        {
            using StoreCase test = StoreCase.Create(pair.First, pair.Second);
            IProfileStore store = open(test.Root);
            CheckQuery(store, test, StoreCase.All);
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(queries), Prop.ForAll(StoreCase.Queries, query => CheckQuery(store, test, query)));
        }));

    /// <summary>The samples that a limit omits are counted.</summary>
    public static async Task CheckLimitsAsync(Func<string, IProfileStore> open)
    {
        using StoreCase test = StoreCase.Create(Sample, Sample);
        IProfileStore store = open(test.Root);
        StackCounts all = await store.GetStacksAsync(StoreCase.All), two = await store.GetStacksAsync(StoreCase.All, 2);
        Assert.Equal((8L, 0L, 0L), (all.SampleCount, all.OmittedStacks, all.OmittedSamples));
        Assert.Equal(2, two.Profile.Samples.Count);
        Assert.Equal((8L, all.Profile.Samples.Count - 2L), (two.SampleCount, two.OmittedStacks));
        Assert.Equal(8, two.OmittedSamples + Total(two.Profile));
        Assert.Equal(4, two.Profile.Samples[0].Count); // the stack with the most samples
        StackCounts one = await store.GetStacksAsync(StoreCase.All with { Comm = "java", Match = "rest" });
        Assert.Equal((2L, 0L), (one.SampleCount, one.OmittedStacks));
        ProfileStoreException error = await Assert.ThrowsAsync<ProfileStoreException>(() => store.ReadAsync(StoreCase.All, 7));
        Assert.Contains("samples, and at most 7 are read", error.Message);
        Assert.Equal(["web-1", "web-2"], (await store.ListAsync(StoreCase.All)).Select(recording => recording.Host).Order(StringComparer.Ordinal));
        FunctionCounts functions = await store.GetFunctionsAsync(StoreCase.All), some = await store.GetFunctionsAsync(StoreCase.All, 1);
        Assert.Equal(8, functions.SampleCount);
        Assert.Contains("run", functions.Functions.Rows.Select(row => row.Name));
        Assert.Equal((8L, 4L), (some.SampleCount, some.OmittedSamples));
        StackComparison both = await store.CompareAsync(StoreCase.All with { Host = "web-1" }, StoreCase.All with { Host = "web-2" });
        Assert.Equal(Folded(both.Baseline.Profile.Select(SampleFilter.All), SampleWeight.Samples), Folded(both.Target.Profile.Select(SampleFilter.All), SampleWeight.Samples));
        Assert.Throws<HeatmapTooLargeException>(() => store.GetHeatmapAsync(StoreCase.All, new HeatmapOptions { MaximumColumns = 10 }).GetAwaiter().GetResult());
        Assert.Throws<ArgumentOutOfRangeException>(() => store.GetHostsAsync(StoreCase.All, TimeSpan.FromMilliseconds(1)).GetAwaiter().GetResult());
        Assert.Throws<NotSupportedException>(() => store.GetHeatmapAsync(StoreCase.All, new HeatmapOptions { Weight = SampleWeight.Value("cpu") }).GetAwaiter().GetResult());
    }

    /// <summary>Names that look like SQL are only names, in parameters and in literals.</summary>
    public static async Task CheckHostileNamesAsync(Engine engine)
    {
        foreach (string name in (string[])["'; drop table samples; --", "\\'; drop table samples; --", "a\"b`c{p0:String}$p0@p0", "%_\\n\t\n", "ø 火"])
        {
            Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, name, name, "leaf"), ProfileSpec.Sample(2, "other", "main")]);
            using StoreCase test = StoreCase.Create(profile, profile);
            SqlProfileStore store = engine.CreateStore(test.Root);
            ProfileQuery query = StoreCase.All with { Comm = name };
            CheckQuery(store, test, query);
            foreach (ProfileQuery none in (ProfileQuery[])[
                StoreCase.All with { Host = name }, StoreCase.All with { Service = name }, StoreCase.All with { Event = name },
                StoreCase.All with { Labels = [KeyValuePair.Create(name, name)] },
            ])
            {
                Assert.Equal(0, (await store.GetStacksAsync(none)).SampleCount);
                Assert.Equal(0, (await store.GetHeatmapAsync(none)).Total);
            }
            Assert.Equal(4, (await store.GetStacksAsync(StoreCase.All)).SampleCount);
            // The text for the client of an engine has literals.
            Assert.Equal(["2"], engine.Run($"select sum(samples) from ({ProfileSql.Heatmap(query, engine.Dialect, tables: engine.Load(test.Root))}) cells"));
        }
    }

    /// <summary>The text of the queries gives the cells and the folded stacks that the console app reads.</summary>
    public static void CheckText(Engine engine)
    {
        using StoreCase test = StoreCase.Create(Sample, ProfileSpec.Build([ProfileSpec.Sample(7, "x;y", "a;b", "line\nfeed"), ProfileSpec.Sample(8, "x;y")]));
        SqlTables tables = engine.Load(test.Root);
        Assert.Equal(
            ["java;main;rest 1", "java;main;run 2", "java;main;run;run 1", "x:y 1", "x:y;a:b;line feed 1"],
            engine.Run(ProfileSql.Stacks(StoreCase.All, engine.Dialect, tables: tables)).Order(StringComparer.Ordinal));
        var options = new HeatmapOptions { Rows = 7 };
        string cells = ProfileSql.Heatmap(StoreCase.All, engine.Dialect, options, tables);
        string text = string.Join('\n', engine.Run(cells).Zip(engine.Run($"select samples from ({cells}) c order by time_unix_nano"), (time, samples) => $"{time},{samples}"));
        SubsecondHeatmap map = HeatmapCellReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), options)!;
        SubsecondHeatmap expected = SubsecondHeatmap.From(test.Whole, options);
        Assert.Equal(expected.Values.ToArray(), map.Values.ToArray());
        Assert.Equal(expected.Range, map.Range);
    }

    private static Profile Sample { get; } = ProfileSpec.Build(
    [
        ProfileSpec.Sample(1, "java", "main", "run"), ProfileSpec.Sample(2, "java", "main", "run"), ProfileSpec.Sample(3_000_000_000, "java", "main", "rest"),
        ProfileSpec.Sample(4_142_857_143, "java", "main", "run", "run"),
    ]);

    private static void CheckQuery(IProfileStore store, StoreCase test, ProfileQuery query)
    {
        SampleSelection expected = test.Select(query);
        foreach (SampleWeight weight in (SampleWeight[])[SampleWeight.Samples, SampleWeight.Period])
        {
            var options = new HeatmapOptions { Rows = 30, Weight = weight };
            SubsecondHeatmap map = store.GetHeatmapAsync(query, options).GetAwaiter().GetResult();
            Assert.Equal(Cells(expected, weight, map), map.Values.ToArray());
        }
        HostCounts hosts = store.GetHostsAsync(query, TimeSpan.FromSeconds(0.7)).GetAwaiter().GetResult();
        Assert.Equal(HostColumns(expected, hosts), hosts.Hosts.SelectMany(host => host.Values.Select((value, column) => (host.Host, column, value))).Where(cell => cell.value > 0));
        Assert.Equal(expected.GetTotal(SampleWeight.Samples), hosts.Hosts.Sum(host => host.Total));
        StackCounts counts = store.GetStacksAsync(query).GetAwaiter().GetResult();
        Assert.Equal(expected.GetTotal(SampleWeight.Samples), counts.SampleCount);
        Assert.Equal((0L, 0L), (counts.OmittedStacks, counts.OmittedSamples));
        Assert.Empty(counts.Profile.Diagnostics);
        CheckFunctions(counts, store.GetFunctionsAsync(query).GetAwaiter().GetResult());
        Profile read = store.ReadAsync(query).GetAwaiter().GetResult();
        Assert.Empty(read.Diagnostics);
        foreach (SampleWeight weight in (SampleWeight[])[SampleWeight.Samples, SampleWeight.Period])
        {
            // The period of an event without values is the number of samples in a profile that has only such events, and 0 in others.
            if (weight == SampleWeight.Period && expected.GetEvents().Any(id => test.Whole.GetValueTypes(id).Count == 0)) continue;
            string[] tree = Folded(expected, weight);
            Assert.Equal(tree, Folded(counts.Profile.Select(SampleFilter.All), weight));
            Assert.Equal(tree, Folded(read.Select(SampleFilter.All), weight));
        }
        Assert.Equal(Rows(expected), Rows(read.Select(SampleFilter.All)));
    }

    // The self values by a second implementation that is simple.
    private static void CheckFunctions(StackCounts counts, FunctionCounts functions)
    {
        Assert.Equal((counts.SampleCount, 0L), (functions.SampleCount, functions.OmittedSamples));
        Profile profile = counts.Profile;
        SampleWeight weight = functions.Functions.Weight;
        var self = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (int i in profile.Select(SampleFilter.All))
        {
            if (weight != SampleWeight.Samples || profile.Samples[i].Stack == StackId.Empty) continue;
            Frame leaf = profile.Frames[profile.Stacks.Frames[profile.Samples[i].Stack.Value]];
            string name = $"{profile.GetFrameName(profile.Stacks.Frames[profile.Samples[i].Stack.Value])} {leaf.Kind}";
            self[name] = self.GetValueOrDefault(name) + profile.Samples[i].Count;
        }
        if (weight != SampleWeight.Samples) return;
        Assert.Equal(
            self.Where(pair => pair.Value > 0), functions.Functions.Rows.Where(row => row.Self > 0).OrderBy(row => $"{row.Name} {row.Kind}", StringComparer.Ordinal)
                .Select(row => KeyValuePair.Create($"{row.Name} {row.Kind}", row.Self)));
    }

    // The cells by a second implementation that is simple.
    private static long[] Cells(SampleSelection samples, SampleWeight weight, SubsecondHeatmap map)
    {
        long[] cells = new long[map.Values.Length];
        foreach (int i in samples)
        {
            HeatmapCell cell = map.CellAt(samples.Profile.Samples.Times[i]);
            cells[(cell.Column * map.RowCount) + cell.Row] += weight == SampleWeight.Samples ? samples.Profile.Samples[i].Count : samples.Profile.Samples.Periods[i];
        }
        return cells;
    }

    private static IEnumerable<(string Host, int Column, long Value)> HostColumns(SampleSelection samples, HostCounts hosts)
    {
        var columns = new SortedDictionary<(string, int), long>();
        foreach (int i in samples)
        {
            Sample sample = samples.Profile.Samples[i];
            var key = (samples.Profile.GetHostName(sample.Thread)!, (int)((sample.Time!.Value - hosts.Origin) / (hosts.ColumnLength.Ticks * 100)));
            columns[key] = columns.GetValueOrDefault(key) + sample.Count;
        }
        return columns.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value)).Where(cell => cell.Value > 0);
    }

    private static string[] Folded(SampleSelection samples, SampleWeight weight)
    {
        // The weight of the period does not exist in a profile without events.
        if (samples.Count == 0) return [];
        using var output = new MemoryStream();
        FoldedStacks.Write(StackTree.From(samples, new StackTreeOptions { Weight = weight }), output);
        return [.. System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n').Order(StringComparer.Ordinal)];
    }

    // Everything that a sample refers to.
    private static List<string> Rows(SampleSelection samples)
    {
        Profile profile = samples.Profile;
        var rows = new List<string>();
        foreach (int i in samples)
        {
            Sample sample = profile.Samples[i];
            ThreadInfo thread = profile.Threads[sample.Thread];
            IReadOnlyList<SampleValueType> types = profile.GetValueTypes(sample.Event);
            IEnumerable<long> values = Enumerable.Range(0, Math.Max(1, types.Count))
                .Select(type => profile.Samples.GetValues(type) is { IsEmpty: false } column ? column[i] : type == 0 ? 1 : 0);
            IEnumerable<string> frames = profile.Stacks.GetFrames(sample.Stack).Select(id => profile.Frames[id]).Select(frame => string.Create(
                CultureInfo.InvariantCulture, $"{profile.Symbols[frame.Symbol]},{profile.Modules[frame.Module]},{frame.Kind},{profile.Sources[frame.Source]},{frame.Line},{frame.IsInlined}"));
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.Time}|{profile.GetHostName(sample.Thread)}|{thread.Pid}|{thread.Tid}|{profile.Comms[thread.Comm]}|{sample.Cpu}|{profile.Events[sample.Event]}"
                + $"|{string.Join(',', types)}|{profile.GetDefaultValueType(sample.Event)}|{string.Join(',', values)}|{sample.Count}"
                + $"|{string.Join(',', profile.LabelSets[sample.Labels].Select(l => l.ToString()).Order(StringComparer.Ordinal))}|{string.Join(';', frames)}"));
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static long Total(Profile profile) => profile.Select(SampleFilter.All).GetTotal(SampleWeight.Samples);
}
