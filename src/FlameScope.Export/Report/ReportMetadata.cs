using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Writes the start of a report's data: a JSON object with the recording, the initial view, and the list of the columns that follow.
/// </summary>
internal static class ReportMetadata
{
    // Doubles represent every integer up to this one.
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
            WriteView(json, selection, options);
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
        json.WriteStartArray("losses");
        foreach (string loss in profile.Header.Losses) json.WriteStringValue(loss);
        json.WriteEndArray();
        json.WriteNumber("unreadable", profile.UnreadableCount);
    }

    // In milliseconds, the unit of a browser's clock.
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
            "The samples span more than 104 days, more nanoseconds than a browser can represent exactly. Select a range.");
        json.WriteNumber("samples", data.SampleCount);
        json.WriteNumber("untimed", data.UntimedCount);
        json.WriteNumber("start", span.Start);
        json.WriteNumber("end", span.End);
        json.WriteNumber("timeUnit", data.TimeUnit);
        json.WriteString("periodUnit", UnitOf(data));
        json.WriteBoolean("periodsAreExact", selection.GetTotal(SampleWeight.Period) <= Exact);
    }

    // Relative to the origin: the range of the profile, limited to that of the selection, and at least one nanosecond.
    private static TimeRange SpanOf(SampleSelection selection)
    {
        Profile profile = selection.Profile;
        if (!profile.HasTimes) return default;
        Int128 last = (Int128)profile.LastTime!.Value - profile.Origin;
        Int128 start = Int128.Clamp((Int128)selection.Range.Start - profile.Origin, 0, last);
        Int128 end = Int128.Clamp((Int128)selection.Range.End - profile.Origin, start + 1, last + 1);
        return new TimeRange((long)Int128.Min(start, long.MaxValue), (long)Int128.Min(end, long.MaxValue));
    }

    private static TimeRange AfterOrigin(TimeRange range, SampleSelection selection)
    {
        TimeRange span = SpanOf(selection);
        long Clamp(long time) => (long)Int128.Clamp((Int128)time - selection.Profile.Origin, span.Start, span.End);
        return new TimeRange(Clamp(range.Start), Clamp(range.End));
    }

    // The periods of clock events are nanoseconds. Modifiers follow the name: cpu-clock:pppH.
    private static string UnitOf(ReportData data)
    {
        string[] events = [.. data.EventNames.Select(name => name.Split(':')[0]).Distinct(StringComparer.Ordinal)];
        if (events.Length > 0 && events.All(name => name is "cpu-clock" or "task-clock")) return "ns";
        return events is [{ Length: > 0 } single] ? single : "events";
    }

    private static void WriteView(Utf8JsonWriter json, SampleSelection selection, HtmlReportOptions options)
    {
        json.WriteStartObject("view");
        json.WriteNumber("rows", options.Rows);
        json.WriteString("palette", options.ColorScale.Name);
        json.WriteString("weight", selection.Profile.Resolve(options.Weight) == SampleWeight.Period ? "period" : "samples");
        json.WriteString("grouping", options.Grouping switch
        {
            StackGrouping.Process => "pid",
            StackGrouping.Thread => "tid",
            StackGrouping.None => "none",
            _ => "comm",
        });
        json.WriteBoolean("reversed", options.Reversed);
        json.WriteString("idle", options.IncludeIdle ? "include" : "exclude");
        TimeRange selected = AfterOrigin(options.Selection, selection);
        if (options.Selection == TimeRange.All || selected.IsEmpty)
        {
            json.WriteNull("selection");
        }
        else
        {
            json.WriteStartObject("selection");
            json.WriteNumber("from", selected.Start);
            json.WriteNumber("to", selected.End);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
