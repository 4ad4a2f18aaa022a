using System.Text.Json;
using System.Text.Json.Serialization;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The page and the library give exactly the same answers to the same questions.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportParityTests(ReportChromium chromium)
{
    private const int Questions = 60;

    // The property names are those of ReportAnswer. Typed arrays become plain arrays, for JSON.
    private const string Answer = """
        json => {
          const f = globalThis.flamescope, q = JSON.parse(json);
          const regex = text => text === null ? null : new RegExp(text);
          const all = f.selectSamples(f.profile, {
            event: q.event, label: q.label, comm: q.comm, pid: q.pid, tid: q.tid, cpu: q.cpu, match: regex(q.match), exclude: regex(q.exclude),
            idle: q.includeIdle ? 'include' : 'exclude',
          });
          const part = f.within(all, q.from, q.to);
          const groupings = {threadName: 'comm', process: 'pid', thread: 'tid', none: 'none'};
          const options = {grouping: q.groupingLabel ? `label:${q.groupingLabel}` : groupings[q.grouping], weight: q.weight, reversed: q.reversed};
          const tree = f.buildTree(part, options);
          const plain = values => Array.from(values);
          const namesOf = tree => Array.from({length: tree.count}, (_, i) => tree.nameOf(i));
          const hasTimes = f.profile.untimed < f.profile.count;
          const map = hasTimes ? f.heatMap(part, {rows: q.rows, columnLength: q.columnLength, weight: q.weight}) : null;
          const compare = () => {
            try {
              const baseline = f.buildTree(q.againstRest ? f.rest(all, part) : f.within(all, q.baselineFrom, q.baselineTo), options);
              const diff = f.diffTrees(tree, baseline, {normalization: q.normalization});
              const each = read => Array.from({length: diff.count}, (_, i) => read(i));
              return {
                targetAmount: diff.targetAmount, baselineAmount: diff.baselineAmount, maximumDelta: diff.maximumDelta,
                names: namesOf(diff), parents: plain(diff.parents), subtreeEnds: plain(diff.subtreeEnds), presence: each(i => diff.presence(i)),
                targetSelf: plain(diff.targetSelf), targetTotals: plain(diff.targetTotals),
                baselineSelf: plain(diff.baselineSelf), baselineTotals: plain(diff.baselineTotals), elidedTotals: plain(diff.elidedTotals),
                selfDeltas: each(i => diff.selfDelta(i)), totalDeltas: each(i => diff.totalDelta(i)),
              };
            } catch (error) {
              if (!/side of the comparison/.test(error.message)) throw error;
              return null;
            }
          };
          return JSON.stringify({
            count: part.count, total: f.totalOf(part, q.weight),
            mapColumns: map && map.columns, mapValues: map && plain(map.values), mapMaximum: map && map.maximum, mapTotal: map && map.total,
            mapUntimed: map && map.untimed,
            matched: f.matchedSamples(part, f.matchLabels(f.profile, new RegExp(q.match ?? 'a'))).count,
            names: namesOf(tree), parents: plain(tree.parents), depths: plain(tree.depths), subtreeEnds: plain(tree.subtreeEnds),
            kinds: plain(tree.kinds), self: plain(tree.self), totals: plain(tree.totals),
            functions: f.functionTable(tree).map(r => `${r.name}|${r.kind}|${r.self}|${r.total}`),
            folded: f.foldedText(tree), diff: compare(),
          });
        }
        """;

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [OptionalFact(Requirement.Browser)]
    public async Task Small_random_profiles_give_the_same_answers()
    {
        foreach (SampleSpec[] samples in Some(ProfileGenerators.Samples.Generator, size: 60, count: 8))
        {
            await Check(ProfileSpec.Build(samples), Questions / 2);
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_profile_of_thousands_of_samples_gives_the_same_answers() => await Check(ProfileSpec.Build(ManySamples(ProfileGenerators.Sample)), Questions);

    [OptionalFact(Requirement.Browser)]
    public async Task Periods_whose_products_exceed_a_double_give_the_same_answers() =>
        await Check(
            ProfileSpec.Build(ManySamples(ProfileGenerators.Sample).Select((s, i) => s with { Period = s.Period * 977_000_003L % (1L << 39) + (i % 3) })),
            Questions);

    [OptionalFact(Requirement.Browser)]
    public async Task Values_counts_and_labels_give_the_same_answers() =>
        await Check(ValuedProfile.Build(Some(ValuedProfile.Rows.Generator, size: 400, count: 4).SelectMany(rows => rows)), Questions);

    [OptionalFact(Requirement.Browser)]
    public async Task Untrusted_names_give_the_same_answers()
    {
        foreach (byte[][][] stacks in Some(HostileNames.Stacks.Generator, size: 30, count: 6)) await Check(Made.Profile(stacks), Questions / 3);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Threads_without_ids_or_with_equal_labels_share_a_group()
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("main"), ModuleId.None, FrameKind.Unknown));
        (int? Pid, int? Tid, byte[] Comm)[] threads =
        [
            (null, null, "a"u8.ToArray()), (null, 1, "a"u8.ToArray()), (-1, -1, "a"u8.ToArray()), (1, 2, "a"u8.ToArray()), (2, 2, "a-1/2"u8.ToArray()),
            (1, 1, [0xFF]), (1, 1, [0xFE]),
        ];
        for (int i = 0; i < 200; i++)
        {
            (int? pid, int? tid, byte[] comm) = threads[i % threads.Length];
            builder.AddSample(i * 20_000_000L, stack, builder.AddThread(pid, tid, comm), i % 3, cycles, i);
        }
        await Check(builder.Build(), Questions / 2);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Deep_stacks_give_the_same_answers()
    {
        byte[][] deep = [.. Enumerable.Range(0, 3000).Select(i => new[] { (byte)('a' + (i % 3)) })];
        await Check(Made.Profile([deep, deep[..2999], deep[1..], [.. deep, "x"u8.ToArray()]]), 8);
    }

    private async Task Check(Profile profile, int count)
    {
        await using ReportReader reader = await chromium.Open(profile);
        foreach (ReportQuestion question in Some(ReportQuestion.About(profile), size: 50, count))
        {
            string answer = await reader.Page.EvaluateAsync<string>(Answer, JsonSerializer.Serialize(question, Json));
            string expected = JsonSerializer.Serialize(question.AnswerOf(profile), Json);
            string actual = JsonSerializer.Serialize(JsonSerializer.Deserialize<ReportAnswer>(answer, Json), Json);
            if (expected != actual) Assert.Fail(Describe(question, expected, actual));
        }
    }

    private static string Describe(ReportQuestion question, string expected, string actual)
    {
        int at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        string Around(string text) => text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)];
        return $"{JsonSerializer.Serialize(question, Json)}\nlibrary: …{Around(expected)}…\npage:    …{Around(actual)}…";
    }

    private static SampleSpec[] ManySamples(Gen<SampleSpec> sample) => Some(sample, size: 50, count: 4000);

    // A fixed seed, so that failures are reproducible.
    private static T[] Some<T>(Gen<T> generator, int size, int count) => [.. generator.Sample(count, new Rnd(20261125UL), size)];
}
