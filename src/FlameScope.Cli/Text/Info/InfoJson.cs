using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>Writes the summary of a profile as one JSON object, with times in nanoseconds.</summary>
internal static class InfoJson
{
    public static void Write(ProfileSummary summary, Stream output)
    {
        Profile profile = summary.Profile;
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", profile.Format);
            json.WriteNumber("samples", summary.SampleCount);
            json.WriteNumber("rows", profile.Samples.Count);
            json.WriteNumber("idle", summary.IdleCount);
            json.WriteNumber("untimed", summary.UntimedCount);
            WriteNumber(json, "first", profile.FirstTime);
            WriteNumber(json, "last", profile.LastTime);
            WriteCounts(json, "events", summary.Events);
            WriteValues(json, summary);
            json.WriteString("defaultEvent", profile.DefaultEvent is { } id ? profile.Events[id] : null);
            WriteCounts(json, "comms", summary.Comms);
            json.WriteNumber("threads", summary.ThreadCount);
            WriteThreads(json, summary.Threads);
            json.WriteNumber("stacks", summary.StackCount);
            json.WriteNumber("frames", profile.Frames.Count);
            json.WriteNumber("lost", profile.LostCount);
            WriteTexts(json, "losses", profile.Header.Losses);
            WriteTexts(json, "notes", ProfileNotes.Of(profile));
            WriteDiagnostics(json, profile.Diagnostics);
            WriteHeader(json, profile);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, NamedCount[] counts)
    {
        json.WriteStartObject(name);
        foreach (NamedCount count in counts) json.WriteNumber(count.Name, count.Count);
        json.WriteEndObject();
    }

    private static void WriteThreads(Utf8JsonWriter json, IReadOnlyList<BusyThread> threads)
    {
        json.WriteStartArray("busyThreads");
        foreach (BusyThread thread in threads)
        {
            json.WriteStartObject();
            WriteNumber(json, "pid", thread.Pid);
            WriteNumber(json, "tid", thread.Tid);
            json.WriteString("name", thread.Name);
            json.WriteNumber("samples", thread.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter json, ProfileSummary summary)
    {
        json.WriteStartArray("values");
        foreach (ValueTotal value in summary.Values)
        {
            json.WriteStartObject();
            json.WriteString("type", value.Type.Name);
            json.WriteString("unit", value.Type.Unit);
            json.WriteBoolean("default", value.Weight == summary.Profile.Resolve(default));
            json.WriteString("weight", value.Weight.Name);
            json.WriteNumber("total", value.Total);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("defaultWeight", summary.Profile.Resolve(default).Name);
    }

    private static void WriteDiagnostics(Utf8JsonWriter json, IReadOnlyList<ReadDiagnostic> diagnostics)
    {
        json.WriteStartArray("diagnostics");
        foreach (ReadDiagnostic diagnostic in diagnostics)
        {
            json.WriteStartObject();
            WriteNumber(json, "line", diagnostic.Lines.Count > 0 ? diagnostic.Lines[0] : null);
            json.WriteString("reason", diagnostic.Reason);
            json.WriteNumber("count", diagnostic.Count);
            json.WriteStartArray("lines");
            foreach (long line in diagnostic.Lines) json.WriteNumberValue(line);
            json.WriteEndArray();
            json.WriteString("text", diagnostic.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteHeader(Utf8JsonWriter json, Profile profile)
    {
        RecordingHeader header = profile.Header;
        json.WriteStartObject("header");
        json.WriteString("commandLine", header.CommandLine);
        json.WriteString("hostName", header.HostName);
        json.WriteString("osRelease", header.OsRelease);
        json.WriteString("architecture", header.Architecture);
        json.WriteString("cpu", header.CpuDescription);
        WriteNumber(json, "cpusOnline", header.CpusOnline);
        WriteNumber(json, "cpusAvailable", header.CpusAvailable);
        json.WriteString("toolVersion", header.ToolVersion);
        WriteNumber(json, "sampleFrequency", header.SampleFrequency);
        json.WriteString("firstWallClock", WallTime(header.Clock, profile.FirstTime));
        json.WriteString("lastWallClock", WallTime(header.Clock, profile.LastTime));
        json.WriteStartArray("facts");
        foreach (HeaderFact fact in header.Facts)
        {
            json.WriteStartObject();
            json.WriteString("name", fact.Name);
            json.WriteString("value", fact.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string? WallTime(WallClock? clock, long? time) =>
        time is null ? null : clock?.At(time.Value)?.ToString("O", CultureInfo.InvariantCulture);

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
