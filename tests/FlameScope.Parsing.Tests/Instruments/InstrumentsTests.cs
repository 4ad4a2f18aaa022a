using System.Globalization;
using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the XML that xctrace exports from recordings of Instruments.</summary>
public sealed class InstrumentsTests
{
    internal const string TimeProfile = """
        <?xml version="1.0"?>
        <trace-query-result>
        <node xpath='//trace-toc[1]/run[1]/data[1]/table[9]'><schema name="time-profile"><col><mnemonic>time</mnemonic></col></schema>
        <row><sample-time id="1" fmt="00:00.300.613">300613208</sample-time>
          <thread id="2" fmt="Main Thread 0x12aa (shop, pid: 581)"><tid id="3" fmt="0x12aa">4778</tid>
            <process id="4" fmt="shop (581)"><pid id="5" fmt="581">581</pid><device-session id="6" fmt="TODO">TODO</device-session></process></thread>
          <process ref="4"/><core id="7" fmt="CPU 3 (P Core)">3</core><thread-state id="8" fmt="Running">Running</thread-state>
          <weight id="9" fmt="1.00 ms">1000000</weight>
          <tagged-backtrace id="10" fmt="hash"><backtrace id="11">
            <frame id="12" name="hash(unsigned int)" addr="0x1"><binary id="13" name="shop" UUID="A" path="/tmp/shop"/><source line="31"><path id="14">/src/shop.cpp</path></source></frame>
            <frame id="15" name="main" addr="0x2"><binary ref="13"/><source line="9"><path ref="14"/></source></frame>
          </backtrace></tagged-backtrace></row>
        <row><sample-time id="16" fmt="x">301613208</sample-time><thread ref="2"/><process ref="4"/><core ref="7"/><thread-state ref="8"/><weight ref="9"/>
          <backtrace id="17"><frame id="18" name="mach_msg" addr="0x3"><binary id="19" name="kernel" path="/System/Library/Kernels/kernel"/></frame><frame ref="15"/></backtrace></row>
        <row><sample-time id="20" fmt="x">302613208</sample-time><thread id="21" fmt="worker 0x12ab (shop, pid: 581)"><tid id="22" fmt="0x12ab">4779</tid><process ref="4"/></thread>
          <process ref="4"/><core ref="7"/><thread-state id="23" fmt="Blocked">Blocked</thread-state><weight ref="9"/><tagged-backtrace ref="10"/></row>
        </node></trace-query-result>
        """;

    [Fact]
    public void Rows_have_time_weight_thread_process_and_stack_by_reference()
    {
        Profile profile = Parse(TimeProfile);
        Assert.Equal("instruments", profile.Format);
        Assert.Equal(
            [
                "300613208 time-profile 1000000 581/4778/Main Thread cpu 3 main:9;hash(unsigned int):31",
                "301613208 time-profile 1000000 581/4778/Main Thread cpu 3 main:9;mach_msg",
                "302613208 time-profile 1000000 581/4779/worker cpu 3 idle main:9;hash(unsigned int):31",
            ],
            Lines(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Frames_have_module_source_and_kind()
    {
        Profile profile = Parse(TimeProfile);
        Assert.Equal(
            ["hash(unsigned int) /tmp/shop /src/shop.cpp User", "main /tmp/shop /src/shop.cpp User", "mach_msg /System/Library/Kernels/kernel  Kernel"],
            profile.Frames.Select(frame => $"{profile.Symbols[frame.Symbol]} {profile.Modules[frame.Module]} {profile.Sources[frame.Source]} {frame.Kind}"));
    }

    [Fact]
    public void Cycles_of_a_CPU_profile_are_an_event_of_their_own()
    {
        Profile profile = Parse("""
            <trace-query-result><node><schema name="cpu-profile"/>
            <row><process id="p"><pid>7</pid></process><cycle-weight>11</cycle-weight><tagged-backtrace id="1"><frame name="loop"/><frame name="main"/></tagged-backtrace></row>
            <row><process ref="p"/><cycle-weight>13</cycle-weight><tagged-backtrace ref="1"/></row>
            </node></trace-query-result>
            """);
        Assert.Equal(["- cpu-profile 11 // cpu - main;loop", "- cpu-profile 13 // cpu - main;loop"], Lines(profile));
        Assert.Equal("cycles", profile.GetValueTypes(profile.Samples.Events[0])[0].Name);
    }

    [Fact]
    public void Rows_without_a_stack_column_are_not_samples()
    {
        Profile profile = Parse("<trace-query-result><node><schema name=\"signposts\"/><row><event-time>1</event-time></row></node></trace-query-result>");
        Assert.Equal(0, profile.Samples.Count);
    }

    [Fact]
    public void A_reference_to_an_unknown_stack_is_kept_without_one_and_counted()
    {
        Profile profile = Parse("<trace-query-result><node><row><sample-time>1</sample-time><backtrace ref=\"99\"/></row></node></trace-query-result>");
        Assert.Equal(["1 samples 1 // cpu - "], Lines(profile));
        Assert.Equal(1, Assert.Single(profile.Diagnostics).Count);
    }

    [Fact]
    public void Cut_XML_has_the_rows_before_and_is_counted()
    {
        string[] whole = Lines(Parse(TimeProfile));
        byte[] bytes = Encoding.UTF8.GetBytes(TimeProfile);
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            try
            {
                Profile profile = ProfileFormats.Default.Parse(bytes.AsMemory(0, cut), new ProfileReadOptions { Format = "instruments" });
                Assert.Equal(whole.Take(profile.Samples.Count), Lines(profile));
                Assert.True(profile.Diagnostics.Count == 1 || cut >= bytes.Length - 2, $"cut at {cut}");
            }
            catch (ProfileFormatException)
            {
                Assert.True(cut < TimeProfile.IndexOf("<row>", StringComparison.Ordinal) + 5, $"cut at {cut}");
            }
        }
    }

    [Fact]
    public void Changed_XML_gives_a_profile_or_the_exception_of_the_format()
    {
        byte[] original = Encoding.UTF8.GetBytes(TimeProfile);
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] bytes = [.. original];
            for (int changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)"<>/\"= 0129&;x\0-"[random.Next(15)];
            try
            {
                ProfileFormats.Default.Parse(bytes, new ProfileReadOptions { Format = "instruments" });
            }
            catch (ProfileFormatException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void Deep_elements_and_document_types_are_no_danger()
    {
        string deep = string.Concat(Enumerable.Repeat("<frame><x>", 20_000));
        Profile profile = Parse($"<trace-query-result><node><row><sample-time>1</sample-time><backtrace>{deep}");
        Assert.Equal(1, Assert.Single(profile.Diagnostics).Count);
        const string Entities = "<!DOCTYPE trace-query-result [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><trace-query-result>&b;</trace-query-result>";
        Assert.Throws<ProfileFormatException>(() => Parse(Entities, new ProfileReadOptions { Format = "instruments" }));
    }

    private static Profile Parse(string xml, ProfileReadOptions? options = null) => ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(xml), options);

    private static string[] Lines(Profile profile) => [.. Enumerable.Range(0, profile.Samples.Count).Select(i => Line(profile, i))];

    private static string Line(Profile profile, int index)
    {
        Sample sample = profile.Samples[index];
        ThreadInfo thread = profile.Threads[sample.Thread];
        long value = profile.Samples.GetValues(0) is { IsEmpty: false } values ? values[index] : 1;
        string time = sample.Time is { } known ? known.ToString(CultureInfo.InvariantCulture) : "-";
        string cpu = sample.Cpu is { } number ? number.ToString(CultureInfo.InvariantCulture) : "-";
        string idle = profile.IsIdle(index) ? " idle" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{time} {profile.Events[sample.Event]} {value} {thread.Pid}/{thread.Tid}/{profile.Comms[thread.Comm]} cpu {cpu}{idle} {JfrRecordings.Stack(profile, index)}");
    }
}
