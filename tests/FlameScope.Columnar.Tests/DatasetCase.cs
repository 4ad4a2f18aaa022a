using System.Globalization;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.Columnar.Tests;

/// <summary>Profiles to write into datasets, and what should come back.</summary>
internal static class DatasetCase
{
    /// <summary>2026-11-28 23:59:50 UTC: the samples of a generated profile are of two dates.</summary>
    public const long Start = 1_795_910_390_000_000_000;

    public static WallClock Clock { get; } = new(0, Start, IsExact: true);

    /// <summary>Generated profiles of perf's kind, whose samples are of ten seconds at midnight.</summary>
    public static Arbitrary<Profile> Profiles { get; } = Arb.From(
        from specs in Gen.NonEmptyListOf(ProfileGenerators.Sample)
        select WithClock(ProfileSpec.Build(specs), Clock));

    /// <summary>Generated profiles with value types, counts and labels.</summary>
    public static Arbitrary<Profile> ValuedProfiles { get; } = Arb.From(
        from rows in ValuedProfile.Rows.Generator
        select WithClock(ValuedProfile.Build(rows), Clock));

    public static Profile WithClock(Profile profile, WallClock? clock, string? host = null)
    {
        var builder = new ProfileBuilder { Format = profile.Format, Header = new RecordingHeader { Clock = clock, HostName = host } };
        builder.Append(profile);
        return builder.Build();
    }

    /// <summary>Indicates whether a profile has a sample that a dataset holds.</summary>
    public static bool HasRows(Profile profile) => Rows(profile, Clock, "h").Count > 0;

    /// <summary>
    /// Returns the samples that a dataset holds, with all that they refer to, as sorted texts. A profile that was read back has the same ones.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="host">The host of threads that have none.</param>
    /// <param name="label">A label that all samples get.</param>
    public static List<string> Rows(Profile profile, WallClock clock, string? host, string label = "")
    {
        var rows = new List<string>();
        SampleTable samples = profile.Samples;
        for (int i = samples.UntimedCount; i < samples.Count; i++)
        {
            if (profile.IsIdle(i)) continue;
            Sample sample = samples[i];
            ThreadInfo thread = profile.Threads[sample.Thread];
            IReadOnlyList<SampleValueType> types = profile.GetValueTypes(sample.Event);
            IEnumerable<long> values = Enumerable.Range(0, Math.Max(1, types.Count))
                .Select(type => samples.GetValues(type) is { IsEmpty: false } column ? column[i] : type == 0 ? 1 : 0);
            IEnumerable<string> labels = profile.LabelSets[sample.Labels].Select(l => l.ToString()).Append(label).Where(l => l.Length > 0).Distinct();
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{clock.UnixNanosecondsAt(sample.Time!.Value)}|{profile.GetHostName(sample.Thread) ?? host}|{thread.Pid}|{thread.Tid}|{profile.Comms[thread.Comm]}"
                + $"|{(thread.ProcessName is { } name ? profile.Comms[name] : "-")}|{sample.Cpu}|{profile.Events[sample.Event]}|{string.Join(',', types)}"
                + $"|{profile.GetDefaultValueType(sample.Event)}|{string.Join(',', values)}|{sample.Count}|{string.Join(',', labels.Order(StringComparer.Ordinal))}"
                + $"|{string.Join(';', profile.Stacks.GetFrames(sample.Stack).Reverse().Select(frame => Text(profile, profile.Frames[frame])))}"));
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Text(Profile profile, Frame frame) => string.Create(
        CultureInfo.InvariantCulture,
        $"{profile.Symbols[frame.Symbol]}({profile.Modules[frame.Module]},{frame.Kind},{profile.Sources[frame.Source]},{frame.Line},{frame.Column},{frame.IsInlined})");
}
