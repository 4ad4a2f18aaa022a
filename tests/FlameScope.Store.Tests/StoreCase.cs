using FlameScope.Columnar;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.Store.Tests;

/// <summary>The profiles of two hosts in one dataset, and a query.</summary>
internal sealed class StoreCase : IDisposable
{
    /// <summary>2026-11-28 23:59:50 UTC: the samples of a generated profile are of two dates.</summary>
    public const long Start = 1_795_910_390_000_000_000;

    private const long Second = TimeRange.NanosecondsPerSecond;

    private StoreCase(Profile whole, string root)
    {
        Whole = whole;
        Root = root;
    }

    /// <summary>A profile of both hosts with the samples of the dataset, whose times are those of UTC.</summary>
    public Profile Whole { get; }

    /// <summary>The folder of the dataset.</summary>
    public string Root { get; }

    /// <summary>Generated samples of perf's kind and rows with value types, counts and labels.</summary>
    public static Arbitrary<(Profile First, Profile Second)> Profiles { get; } = Arb.From(
        from specs in Gen.NonEmptyListOf(ProfileGenerators.TimedSample)
        from rows in ValuedProfile.Rows.Generator
        select (ProfileSpec.Build(specs.Prepend(ProfileSpec.Sample(5 * Second, "java", "main"))), ValuedProfile.Build(rows.Append(
            new ValuedRow(6 * Second, "cpu", [3], 2, [("tier", "web")], ["main", "run"])))));

    /// <summary>Generated queries: each condition is present in some of them.</summary>
    public static Arbitrary<ProfileQuery> Queries { get; } = Arb.From(
        from ends in Gen.Choose(0, 14_000).Two()
        from host in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("web-1", "web-2")))
        from comm in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("java", "worker", "x;y", "absent")))
        from name in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("cycles", "cpu", "alloc")))
        from pid in Gen.Frequency((6, Gen.Constant<long?>(null)), (1, Gen.Elements<long?>(1, 2)))
        from match in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("run", "^k_", "a;b", "absent")))
        from tier in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new ProfileQuery
        {
            Service = "checkout",
            Range = new TimeRange(Start + (Math.Min(ends.Item1, ends.Item2) * 1_000_000L), Start + (Math.Max(ends.Item1, ends.Item2) * 1_000_000L) + 1),
            Host = host,
            Comm = comm,
            Event = name,
            Pid = pid,
            Match = match,
            Labels = tier ? [KeyValuePair.Create("tier", "web")] : [],
        });

    /// <summary>A query for all samples of the case.</summary>
    public static ProfileQuery All { get; } = new() { Service = "checkout", Range = new TimeRange(Start, Start + (60 * Second)) };

    public static StoreCase Create(Profile first, Profile second)
    {
        string root = Directory.CreateTempSubdirectory("flamescope-dataset").FullName;
        var folder = new DatasetFolder(root);
        Profile[] hosts = [At(first, "web-1"), At(second, "web-2")];
        foreach (Profile host in hosts) ProfileDataset.WriteAsync(host, new RecordingLabels { Service = "checkout" }, folder).GetAwaiter().GetResult();
        // Samples of another service in the same minute, which no query may count.
        ProfileDataset.WriteAsync(hosts[0], new RecordingLabels { Service = "other" }, folder).GetAwaiter().GetResult();
        return new StoreCase(Profile.MergeAll(hosts), root);
    }

    /// <summary>Returns the samples that a query means.</summary>
    public SampleSelection Select(ProfileQuery query) => Whole.Select(new SampleFilter
    {
        Range = query.Range,
        Host = query.Host,
        Comm = query.Comm,
        Event = query.Event ?? SampleFilter.AnyEvent,
        Pid = query.Pid,
        Match = query.Match,
        Labels = query.Labels,
    });

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static Profile At(Profile profile, string host)
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { HostName = host, Clock = new WallClock(0, 0, IsExact: true) } };
        builder.Append(profile.Shift(Start));
        return builder.Build();
    }
}
