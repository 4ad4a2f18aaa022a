using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes what a report's data begin with: a JSON object about the recording, the page's first view, and the columns that follow.</summary>
internal static class ReportAbout
{
    // From here on a double does not hold every whole number.
    private const long Exact = 1L << 53;

    public static byte[] Write(SampleSelection selection, ReportData data, HtmlReportOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", "flamescope-report");
            json.WriteNumber("version", 1);
            json.WriteString("title", TitleOf(options));
            WriteRecording(json, selection.Profile, options.IncludeHeader);
            WriteSamples(json, selection, data);
            WriteView(json, selection.Profile, options);
            data.Columns.WriteList(json);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    public static string TitleOf(HtmlReportOptions options) => string.IsNullOrEmpty(options.Title) ? "FlameScope" : options.Title;

    private static void WriteRecording(Utf8JsonWriter json, Profile profile, bool includeHeader)
    {
        RecordingHeader header = includeHeader ? profile.Header : RecordingHeader.Empty;
        json.WriteString("source", profile.Format);
        json.WriteString("host", header.HostName);
        json.WriteString("command", header.CommandLine);
        json.WriteStartArray("facts");
        foreach (HeaderFact fact in header.Facts)
        {
            json.WriteStartObject();
            json.WriteString("name", fact.Name);
            json.WriteString("value", fact.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (profile.Header.SampleFrequency is { } frequency) json.WriteNumber("frequency", frequency);
        else json.WriteNull("frequency");
        WriteClock(json, profile);
        json.WriteNumber("lost", profile.LostCount);
        json.WriteNumber("unreadable", profile.UnreadableCount);
    }

    // Milliseconds, as a browser's clock has them.
    private static void WriteClock(Utf8JsonWriter json, Profile profile)
    {
        if (profile.Header.Clock is not { } clock || !profile.HasTimes || clock.At(profile.Origin) is not { } origin)
        {
            json.WriteNull("wall");
            return;
        }
        json.WriteStartObject("wall");
        json.WriteNumber("origin", (origin.Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond);
        json.WriteBoolean("isUtc", origin.Kind == DateTimeKind.Utc);
        json.WriteBoolean("isExact", clock.IsExact);
        json.WriteEndObject();
    }

    private static void WriteSamples(Utf8JsonWriter json, SampleSelection selection, ReportData data)
    {
        TimeRange span = SpanOf(selection);
        if (span.End > Exact) throw new InvalidOperationException(
            "The samples span more than 104 days, which is more nanoseconds than a browser can tell apart: select a range.");
        json.WriteNumber("samples", data.SampleCount);
        json.WriteNumber("untimed", data.UntimedCount);
        json.WriteNumber("start", span.Start);
        json.WriteNumber("end", span.End);
        json.WriteNumber("timeUnit", data.TimeUnit);
        json.WriteString("periodUnit", UnitOf(data));
        json.WriteBoolean("periodsAreExact", selection.GetTotal(SampleWeight.Period) <= Exact);
    }

    // After the origin: the whole profile, or what the selection's range has of it.
    private static TimeRange SpanOf(SampleSelection selection)
    {
        Profile profile = selection.Profile;
        if (!profile.HasTimes) return default;
        if ((Int128)profile.LastTime!.Value - profile.Origin >= long.MaxValue) return new TimeRange(0, long.MaxValue);
        long last = profile.LastTime!.Value - profile.Origin;
        if (selection.Range == TimeRange.All) return new TimeRange(0, last + 1);
        long start = (long)Int128.Clamp((Int128)selection.Range.Start - profile.Origin, 0, last);
        long end = (long)Int128.Clamp((Int128)selection.Range.End - profile.Origin, start + 1, last + 1);
        return new TimeRange(start, end);
    }

    // Clock events count nanoseconds. Modifiers follow the name: cpu-clock:pppH.
    private static string UnitOf(ReportData data)
    {
        string[] events = [.. data.EventNames.Select(name => name.Split(':')[0]).Distinct()];
        if (events.Length > 0 && events.All(name => name is "cpu-clock" or "task-clock")) return "ns";
        return events is [{ Length: > 0 } single] ? single : "events";
    }

    private static void WriteView(Utf8JsonWriter json, Profile profile, HtmlReportOptions options)
    {
        json.WriteStartObject("view");
        json.WriteNumber("rows", options.Rows);
        json.WriteString("palette", HtmlReportOptions.Palettes.First(name => name.Equals(options.Palette, StringComparison.OrdinalIgnoreCase)));
        json.WriteString("weight", options.Weight == SampleWeight.Period ? "period" : "samples");
        json.WriteString("grouping", options.Grouping switch
        {
            StackGrouping.Pid => "pid",
            StackGrouping.Tid => "tid",
            StackGrouping.None => "none",
            _ => "comm",
        });
        json.WriteBoolean("reversed", options.Reversed);
        json.WriteString("idle", options.IncludeIdle ? "include" : "exclude");
        if (options.Selection == TimeRange.All || !profile.HasTimes)
        {
            json.WriteNull("selection");
        }
        else
        {
            json.WriteStartObject("selection");
            json.WriteNumber("from", Math.Max(0, Int128.Min((Int128)options.Selection.Start - profile.Origin, Exact) is var from && from > 0 ? (long)from : 0));
            json.WriteNumber("to", (Int128)options.Selection.End - profile.Origin is var to && to > Exact ? Exact : Math.Max(0, (long)to));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
