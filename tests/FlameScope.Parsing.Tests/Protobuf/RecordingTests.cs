using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Recordings that real tools made of small demo programs. The expected numbers are those of other decoders: pprof-format and protobuf's own.</summary>
public class RecordingTests
{
    private static Profile Open(string name) =>
        ProfileFile.Open(Path.Combine(AppContext.BaseDirectory, "Recordings", name), new ProfileReadOptions { Strict = true });

    private static long Total(Profile profile, int valueType)
    {
        ReadOnlySpan<long> values = profile.Samples.GetValues(valueType);
        return values.IsEmpty ? (valueType == 0 ? profile.Samples.Count : 0) : values.ToArray().Sum();
    }

    private static int Stacks(Profile profile) => Enumerable.Range(0, profile.Samples.Count)
        .Select(i => string.Join(';', profile.GetStackNames(profile.Samples.Stacks[i]))).Distinct().Count();

    private static int Depth(Profile profile) => profile.Samples.Stacks.ToArray().Max(stack => profile.Stacks.GetFrames(stack).Length);

    [Fact]
    public void A_processor_profile_of_Go_is_read()
    {
        Profile profile = Open("go-shop.cpu.pb.gz");

        Assert.Equal(["samples/count", "cpu/nanoseconds"], profile.GetValueTypes(profile.Samples[0].Event).Select(type => type.ToString()));
        Assert.Equal((84, 122L, 1_220_000_000L, 58, 18), (profile.Samples.Count, Total(profile, 0), Total(profile, 1), Stacks(profile), Depth(profile)));
        Assert.Equal(122, profile.Samples.Sum(sample => sample.Count));
        Assert.Contains("kind=hash", profile.LabelSets.SelectMany(labels => labels).Select(label => label.ToString()));
        Assert.Contains(profile.Frames.Rows.ToArray(), frame => frame.IsInlined);
        Assert.False(profile.HasTimes);
    }

    [Fact]
    public void A_heap_profile_of_Go_has_four_value_types()
    {
        Profile profile = Open("go-shop.heap.pb.gz");

        Assert.Equal(18, profile.Samples.Count);
        Assert.Equal([3_505_919, 270_494_280, 39_491, 2_220_440], Enumerable.Range(0, 4).Select(i => Total(profile, i)));
        Assert.Equal(3, profile.GetDefaultValueType(profile.Samples[0].Event));
    }

    [Fact]
    public void A_wall_clock_profile_made_with_Datadog_has_times()
    {
        Profile profile = Open("node-dd-wall.pb.gz");

        Assert.Equal((436, 1, 435L, 1_013_775_000L, 889_422_362L), (profile.Samples.Count, profile.Samples.UntimedCount, Total(profile, 0), Total(profile, 1), Total(profile, 2)));
        Assert.Equal((1_795_883_801_718_045_000, 1_795_883_804_227_556_000), (profile.FirstTime, profile.LastTime));
        Assert.Equal("Main Event Loop", profile.GetThreadName(profile.Samples[^1].Thread));
        Assert.Equal(0, profile.Threads[profile.Samples[^1].Thread].Tid);
        Assert.Equal(260, profile.IdleCount);
    }

    [Fact]
    public void Open_telemetry_profiles_of_async_profilers_converter_have_times()
    {
        Profile profile = Open("ap-shop.otlp.gz");

        Assert.Equal((924, 0, 924L, 202, 38), (profile.Samples.Count, profile.Samples.UntimedCount, Total(profile, 0), Stacks(profile), Depth(profile)));
        Assert.Equal((1_795_882_803_439_531_663, 1_795_882_807_435_510_044), (profile.FirstTime, profile.LastTime));
        Assert.Equal(588, profile.Samples.Count(sample => profile.Threads[sample.Thread].Tid == 24223));
    }

    [Fact]
    public void Open_telemetry_profiles_of_async_profiler_have_values_only()
    {
        Profile profile = Open("ap-direct.otlp.gz");

        Assert.Equal((307, 307, 606L, 202, 62), (profile.Samples.Count, profile.Samples.UntimedCount, Total(profile, 0), Stacks(profile), Depth(profile)));
        Assert.Equal("ctimer/count", profile.GetValueTypes(profile.Samples[0].Event)[0].ToString());
    }

    [Fact]
    public void An_nflxprofile_with_parents_is_read()
    {
        Profile profile = Open("shop.nflxprofile.gz");

        Assert.Equal((1012, 67, 66), (profile.Samples.Count, Stacks(profile), Depth(profile)));
        Assert.Equal(4, profile.Samples.Select(sample => profile.Threads[sample.Thread].Tid).Distinct().Count());
        Assert.InRange(profile.FirstTime!.Value, 1_944_970_536_178, 1_944_970_536_180);
        Assert.InRange(profile.LastTime!.Value, 1_946_969_444_225, 1_946_969_444_227);
    }
}
