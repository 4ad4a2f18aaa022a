using Xunit;

namespace FlameScope.Model.Tests;

public class MergeHostsTests
{
    [Fact]
    public void Equal_threads_of_two_machines_stay_two_threads()
    {
        Profile merged = Profile.Merge(Of("web-1", 1), Of("web-2", 2));
        Assert.Equal(["web-1", "web-2"], Hosts(merged));
        Assert.Equal(1, merged.Select(new SampleFilter { Host = "web-2" }).Count);
        Assert.Equal(0, merged.Select(new SampleFilter { Host = "web-3" }).Count);
    }

    [Fact]
    public void Threads_of_one_machine_are_merged_and_have_the_name_of_the_header()
    {
        Profile merged = Profile.MergeAll([Of("web-1", 1), Of(null, 2), Of("web-1", 3)]);
        Assert.Null(Assert.Single(merged.Threads).Host);
        Assert.Equal(["web-1"], Hosts(merged));
        Assert.Equal(3, merged.Select(new SampleFilter { Host = "web-1" }).Count);
    }

    [Fact]
    public void A_recording_without_a_name_is_a_part_of_the_previous_one()
    {
        Profile merged = Profile.MergeAll([Of(null, 1), Of("web-1", 2), Of(null, 3), Of("web-2", 4), Of(null, 5)]);
        Assert.Equal([null, "web-1", "web-2"], Hosts(merged));
        Assert.Equal([2, 2], new[] { "web-1", "web-2" }.Select(host => merged.Select(new SampleFilter { Host = host }).Count));
        Assert.Equal(Hosts(merged), Hosts(Profile.Merge(Profile.Merge(Of(null, 1), Of("web-1", 2)), Profile.Merge(Of(null, 3), Profile.Merge(Of("web-2", 4), Of(null, 5))))));
    }

    [Fact]
    public void A_part_that_turns_out_to_be_of_the_same_machine_has_no_name_of_its_own()
    {
        Profile end = Profile.Merge(Of(null, 2), Of("web-1", 3));
        Assert.Equal([null, "web-1"], Hosts(end));
        Assert.Equal(["web-1"], Hosts(Profile.Merge(Of("web-1", 1), end)));
    }

    [Fact]
    public void Exact_clocks_can_be_required()
    {
        Profile exact = Of("web-1", 1, isExact: true), other = Of("web-2", 2, isExact: false);
        var options = new ProfileMergeOptions { Clock = MergeClock.WallClock, RequireExactClocks = true };
        ArgumentException error = Assert.Throws<ArgumentException>(() => Profile.MergeAll([exact, other], options));
        Assert.Contains("Profile 1 (from 0) has a wall-clock time that is accurate only to about a second", error.Message);
        Assert.Equal(2, Profile.MergeAll([exact, other], options with { RequireExactClocks = false }).Samples.Count);
        Assert.Equal(2, Profile.MergeAll([exact, exact], options).Samples.Count);
    }

    private static Profile Of(string? host, long time, bool isExact = true)
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { HostName = host, Clock = new WallClock(0, 0, isExact) } };
        builder.AddSample(time, StackId.Empty, builder.AddThread(1, 1, "worker"), cpu: 0, builder.AddEvent("cycles"));
        return builder.Build();
    }

    private static IEnumerable<string?> Hosts(Profile profile) => Enumerable.Range(0, profile.Threads.Count).Select(i => profile.GetHostName(new ThreadId(i)));
}
