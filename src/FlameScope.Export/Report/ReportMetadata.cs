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

    private const int MaximumMoments = 400;
    private const int MaximumGaps = 5000;
    private const int MaximumMomentFunctions = 5;

    public static byte[] Write(SampleSelection selection, ReportData data, HtmlReportOptions options, ReportData? baseline = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", "flamescope-report");
            json.WriteNumber("version", 2);
            json.WriteString("title", TitleOf(options));
            WriteRecording(json, selection.Profile, options.IncludeHeader);
            WriteSamples(json, selection, data);
            WriteView(json, selection, data, options, baseline);
            WriteMoments(json, selection, options.Moments ?? []);
            WriteGaps(json, selection);
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
        WriteFrequencyEvents(json, profile);
        WriteClock(json, profile);
        json.WriteNumber("lost", profile.LostCount);
        json.WriteStartArray("losses");
        foreach (string loss in profile.Header.Losses) json.WriteStringValue(loss);
        json.WriteEndArray();
        json.WriteNumber("unreadable", profile.UnreadableCount);
    }

    // The events that the frequency is of, as far as the header tells: "name = cycles, …, freq = 1" in the words of perf.
    private static void WriteFrequencyEvents(Utf8JsonWriter json, Profile profile)
    {
        const string Name = "name = ";
        json.WriteStartArray("frequencyEvents");
        foreach (string description in profile.Header.EventDescriptions)
        {
            int start = description.IndexOf(Name, StringComparison.Ordinal), end = description.IndexOf(',', StringComparison.Ordinal);
            if (start < 0 || end < start || !description.Contains(", freq = 1", StringComparison.Ordinal)) continue;
            json.WriteStringValue(description[(start + Name.Length)..end]);
        }
        json.WriteEndArray();
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
        json.WriteNumber("rows", data.SampleCount);
        json.WriteNumber("samples", data.Weights[0].Total);
        json.WriteNumber("untimed", data.UntimedCount);
        json.WriteNumber("start", span.Start);
        json.WriteNumber("end", span.End);
        json.WriteNumber("timeUnit", data.TimeUnit);
        json.WriteStartArray("weights");
        foreach (ReportWeight weight in data.Weights)
        {
            json.WriteStartObject();
            json.WriteString("name", weight.Weight.Name);
            json.WriteString("unit", weight.Unit);
            json.WriteString("shownUnit", ShownUnitOf(weight, selection.Profile, data));
            json.WriteString("column", weight.Column);
            json.WriteBoolean("isExact", weight.Total <= Exact);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("defaultWeight", selection.Profile.Resolve(default).Name);
        // For each event, the unit of each weight.
        json.WriteStartArray("eventUnits");
        foreach (SampleEventId id in data.Events)
        {
            json.WriteStartArray();
            foreach (ReportWeight weight in data.Weights) json.WriteStringValue(selection.Profile.GetUnitOf(id, weight.Weight));
            json.WriteEndArray();
        }
        json.WriteEndArray();
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

    // The periods of one event are counts of it. Modifiers follow the name: cycles:u.
    private static string ShownUnitOf(ReportWeight weight, Profile profile, ReportData data)
    {
        if (weight.Weight != SampleWeight.Period || weight.Unit != "events") return weight.Unit;
        string[] events = [.. data.Events.Select(id => profile.Events[id].Split(':')[0]).Distinct(StringComparer.Ordinal)];
        return events is [{ Length: > 0 } single] ? single : weight.Unit;
    }

    // A report of several events starts with the default event.
    private static string? EventOf(Profile profile, ReportData data)
    {
        if (profile.DefaultEvent is not { } id || !data.Events.Contains(id)) return null;
        string name = profile.Events[id];
        return data.Events.Any(other => profile.Events[other] != name) ? name : null;
    }

    // The strongest moments, in nanoseconds after the origin.
    private static void WriteMoments(Utf8JsonWriter json, SampleSelection selection, IReadOnlyList<ReportMoment> moments)
    {
        json.WriteStartArray("moments");
        foreach (ReportMoment moment in moments.OrderByDescending(m => m.Score).Take(MaximumMoments))
        {
            TimeRange range = AfterOrigin(moment.Range, selection);
            if (range.IsEmpty) continue;
            json.WriteStartObject();
            json.WriteNumber("from", range.Start);
            json.WriteNumber("to", range.End);
            json.WriteString("kind", moment.Kind);
            json.WriteNumber("score", Math.Round(moment.Score, 1));
            json.WriteNumber("samples", moment.SampleCount);
            json.WriteNumber("period", moment.Period.Ticks * TimeSpan.NanosecondsPerTick);
            json.WriteNumber("repeats", moment.RepeatCount);
            json.WriteStartArray("functions");
            foreach (string function in moment.Functions.Take(MaximumMomentFunctions)) json.WriteStringValue(function);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // The gaps within the range of the samples, in nanoseconds after the origin. Of too many, those with the most lost samples and the longest are kept.
    private static void WriteGaps(Utf8JsonWriter json, SampleSelection selection)
    {
        TimeRange span = SpanOf(selection);
        long origin = selection.Profile.HasTimes ? selection.Profile.Origin : 0;
        RecordingGap[] gaps = [.. selection.Profile.Gaps.Where(g => g.Range.End >= origin + span.Start && g.Range.Start < origin + span.End)];
        json.WriteNumber("gapCount", gaps.Length);
        json.WriteStartArray("gaps");
        foreach (RecordingGap gap in gaps.OrderByDescending(g => g.LostCount).ThenByDescending(g => g.Range.Duration).Take(MaximumGaps).OrderBy(g => g.Range.Start))
        {
            TimeRange range = AfterOrigin(gap.Range, selection);
            json.WriteStartObject();
            json.WriteNumber("from", range.Start);
            json.WriteNumber("to", range.End);
            json.WriteString("kind", gap.Kind == RecordingGapKind.Lost ? "lost" : "throttled");
            json.WriteNumber("lost", gap.LostCount);
            if (gap.Cpu is { } cpu) json.WriteNumber("cpu", cpu);
            else json.WriteNull("cpu");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteView(
        Utf8JsonWriter json, SampleSelection selection, ReportData data, HtmlReportOptions options, ReportData? baseline)
    {
        json.WriteStartObject("view");
        json.WriteNumber("rows", options.Rows);
        json.WriteString("palette", options.ColorScale.Name);
        SampleWeight weight = selection.Profile.Resolve(options.Weight);
        // Two profiles can be compared by a value that both have.
        bool isShown = data.Weights.Any(w => w.Weight == weight) && baseline?.Weights.Any(w => w.Weight == weight) != false;
        json.WriteString("weight", isShown ? weight.Name : SampleWeight.Samples.Name);
        json.WriteString("event", EventOf(selection.Profile, data));
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
