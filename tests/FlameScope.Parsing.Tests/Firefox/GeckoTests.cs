using System.Text;
using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.FormatText;

namespace FlameScope.Parsing.Tests;

/// <summary>Gecko profiles: of Firefox itself, of perf script report gecko and of simpleperf.</summary>
public class GeckoTests
{
    private static Profile Read(string text) => FormatText.Read("firefox", text);

    [Fact]
    public void Rows_are_read_by_their_schema_and_processes_start_at_their_own_time()
    {
        Profile profile = Read(FirefoxTexts.Gecko());
        Assert.Equal(
            [
                "10000000 samples 12/34 (root) 1",
                "11500000 samples 12/34 (root);main;run;memcpy 1",
                "12000000 samples 12/34 (empty) 1",
                "13000001 samples 12/34 (root);0x1010 1",
                "1001000000 samples 13/99 tab 1",
            ],
            Lines(profile));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal(1_700_000_000_000_000_000, profile.Header.Clock!.UnixNanoseconds);
    }

    [Fact]
    public void Locations_have_a_name_a_module_or_a_file()
    {
        Profile profile = Read(FirefoxTexts.Gecko());
        Dictionary<string, Frame> frames = Enumerable.Range(0, profile.Frames.Count).Select(i => profile.Frames[new FrameId(i)]).ToDictionary(f => profile.Symbols[f.Symbol], StringComparer.Ordinal);
        Assert.Equal("/usr/bin/app", profile.Modules[frames["main"].Module]);
        Assert.Equal("/usr/lib/libc.so", profile.Modules[frames["memcpy"].Module]);
        Assert.Equal("/usr/lib/libxul.so", profile.Modules[frames["0x1010"].Module]);
        Assert.Equal(("http://host/app.js", 12, 3, FrameKind.Interpreted), (profile.Sources[frames["run"].Source], frames["run"].Line, frames["run"].Column, frames["run"].Kind));
    }

    [Theory]
    [InlineData("main", "main", "", "", 0, 0)]
    [InlineData("operator() (in [kernel.kallsyms])", "operator()", "[kernel.kallsyms]", "", 0, 0)]
    [InlineData("f (in g) (in /lib/a (1).so)", "f (in g)", "/lib/a (1).so", "", 0, 0)]
    [InlineData("f (in /lib/a.so) + 0x10", "f", "/lib/a.so", "", 0, 0)]
    [InlineData("f (http://h:8080/a.js:12:34)", "f", "", "http://h:8080/a.js", 12, 34)]
    [InlineData("f (http://h/a.js:12)", "f", "", "http://h/a.js", 12, 0)]
    [InlineData("f (http://h/a.js)", "f", "", "http://h/a.js", 0, 0)]
    [InlineData("f (self-hosted:1:2)", "f", "", "self-hosted", 1, 2)]
    [InlineData("std::f(int, (anonymous namespace)::g)", "std::f(int, (anonymous namespace)::g)", "", "", 0, 0)]
    [InlineData("Foo::bar (int)", "Foo::bar (int)", "", "", 0, 0)]
    [InlineData("", "", "", "", 0, 0)]
    public void Locations_are_parsed(string text, string name, string module, string file, int line, int column)
    {
        GeckoLocation location = GeckoLocation.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(name, Encoding.UTF8.GetString(location.Name));
        Assert.Equal(module, Encoding.UTF8.GetString(location.Module));
        Assert.Equal(file, Encoding.UTF8.GetString(location.File));
        Assert.Equal((line, column), (location.Line, location.Column));
    }

    [Fact]
    public void A_profile_of_perf_script_report_gecko_is_read()
    {
        Profile profile = Read("""
            {"meta": {"interval": 1, "processType": 0, "product": "demo", "stackwalk": 1, "debug": 0, "gcpoison": 0, "asyncstack": 1, "startTime": 1944970.5, "shutdownTime": null, "version": 24,
            "presymbolicated": true, "categories": [{"name": "User", "color": "yellow", "subcategories": ["Other"]}, {"name": "Kernel", "color": "orange", "subcategories": ["Other"]}], "markerSchema": []},
            "libs": [], "threads": [{"tid": 9092, "pid": 9089, "name": "indexer", "markers": {"schema": {"name": 0, "startTime": 1, "endTime": 2, "phase": 3, "category": 4, "data": 5}, "data": []},
            "samples": {"schema": {"stack": 0, "time": 1, "responsiveness": 2}, "data": [[1, 1944970.536179, 0.0], [0, 1944982.574474, 0.0]]},
            "frameTable": {"schema": {"location": 0, "relevantForJS": 1, "innerWindowID": 2, "implementation": 3, "optimizations": 4, "line": 5, "column": 6, "category": 7, "subcategory": 8},
            "data": [[0, false, 0, null, null, null, null, 0, null], [1, false, 0, null, null, null, null, 1, null]]},
            "stackTable": {"schema": {"prefix": 0, "frame": 1}, "data": [[null, 0], [0, 1]]},
            "stringTable": ["main (in /usr/bin/demo)", "do_syscall_64 (in [kernel.kallsyms])"], "registerTime": 0, "unregisterTime": null, "processType": "default"}], "processes": [], "pausedRanges": []}
            """);
        Assert.Equal(["1944970536179 samples 9089/9092 main;do_syscall_64 1", "1944982574474 samples 9089/9092 main 1"], Lines(profile));
        Assert.Equal(FrameKind.Kernel, profile.Frames[new FrameId(1)].Kind);
        Assert.Equal(FrameKind.User, profile.Frames[new FrameId(0)].Kind);
        Assert.Null(profile.Header.Clock); // since the machine started
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void CPU_times_decide_what_is_idle()
    {
        Profile profile = Read(FirefoxTexts.Gecko()
            .Replace("\"eventDelay\":2", "\"threadCPUDelta\":2", StringComparison.Ordinal)
            .Replace("[3,11.5,0.25]", "[3,11.5,25]", StringComparison.Ordinal)
            .Replace("[4,13.000001]", "[4,13.000001,0]", StringComparison.Ordinal));
        Assert.Equal([false, false, false, true, false], Enumerable.Range(0, 5).Select(profile.IsIdle));
    }

    [Fact]
    public void A_row_that_is_no_row_keeps_the_indexes_of_the_others()
    {
        Profile profile = Read(FirefoxTexts.Gecko().Replace("\"data\":[[null,0],[0,1],", "\"data\":[[null,0],null,", StringComparison.Ordinal));
        Assert.Equal("run;memcpy", Stack(profile, profile.Samples.Stacks[1]));
        Assert.Equal(["stack with an unknown frame 1"], Problems(profile));
    }

    [Fact]
    public void A_version_that_is_too_old_is_refused_with_both_numbers()
    {
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => Read(FirefoxTexts.Gecko(10)));
        Assert.Equal(ProfileReadError.UnsupportedVersion, fault.Error);
        Assert.Contains("10", fault.Message, StringComparison.Ordinal);
        Assert.Contains("11", fault.Message, StringComparison.Ordinal);
    }
}
