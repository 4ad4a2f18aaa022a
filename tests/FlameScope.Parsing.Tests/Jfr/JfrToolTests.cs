using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml;
using FlameScope.Model;
using FlameScope.Tests;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Records a program with the JDK that is on the path, and compares what is read with <c>jfr print</c>.</summary>
public sealed class JfrToolTests : IDisposable
{
    private const string Program = """
        public class Shop {
            static long sink;
            static final Object lock = new Object();
            public static void main(String[] args) throws Exception {
                Thread hasher = new Thread(() -> { for (int i = 0; i < 80_000_000; i++) sink = sink * 31 + i; }, "hasher");
                hasher.start();
                Runnable locked = () -> { for (int i = 0; i < 20; i++) { synchronized (lock) { sleep(5); } } };
                Thread a = new Thread(locked, "a"), b = new Thread(locked, "größe");
                a.start(); b.start();
                deep(100);
                hasher.join(); a.join(); b.join();
            }
            static void deep(int depth) { if (depth > 0) deep(depth - 1); else sleep(7); }
            static void sleep(int ms) { try { Thread.sleep(ms); } catch (InterruptedException e) { } }
        }
        """;

    // Each event with the field of its value and whether it is a duration.
    private static readonly Dictionary<string, string?> Events = new()
    {
        ["jdk.ExecutionSample"] = null,
        ["jdk.NativeMethodSample"] = null,
        ["jdk.ThreadSleep"] = "duration",
        ["jdk.ThreadPark"] = "duration",
        ["jdk.JavaMonitorEnter"] = "duration",
        ["jdk.JavaMonitorWait"] = "duration",
        ["jdk.ObjectAllocationSample"] = "weight",
        ["jdk.ObjectAllocationInNewTLAB"] = "tlabSize",
        ["jdk.ObjectAllocationOutsideTLAB"] = "allocationSize",
        ["jdk.FileRead"] = "duration",
        ["jdk.JavaErrorThrow"] = null,
        ["jdk.JavaExceptionThrow"] = null,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flamescope-jfr-");

    public void Dispose() => _folder.Delete(recursive: true);

    [OptionalFact(Requirement.JavaDevelopmentKit)]
    public async Task A_recording_of_the_JDK_is_read_as_jfr_prints_it()
    {
        string source = Path.Combine(_folder.FullName, "Shop.java");
        string recording = Path.Combine(_folder.FullName, "shop.jfr");
        await File.WriteAllTextAsync(source, Program);
        await RunAsync("java", $"-XX:StartFlightRecording:filename={recording},settings=profile,jdk.ThreadSleep#threshold=0ms,jdk.JavaMonitorEnter#threshold=0ms",
            "-Dfile.encoding=UTF-8", source);
        string json = await RunAsync("jfr", "print", "--json", "--stack-depth", "4096", "--events", string.Join(',', Events.Keys), recording);

        using JsonDocument printed = JsonDocument.Parse(json);
        string[] expected = [.. printed.RootElement.GetProperty("recording").GetProperty("events").EnumerateArray().Select(Line).Order(StringComparer.Ordinal)];
        Profile profile = await ProfileFile.OpenAsync(recording);
        string[] actual = [.. JfrRecordings.Lines(profile).Where(line => Events.ContainsKey(line.Split(' ')[1])).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, actual);
        Assert.Contains(expected, line => line.Contains("jdk.ThreadSleep", StringComparison.Ordinal));
        Assert.Contains(expected, line => line.Contains("[truncated]", StringComparison.Ordinal));
        Assert.Empty(profile.Diagnostics);
    }

    // The line of JfrRecordings.Lines for a printed event.
    private static string Line(JsonElement item)
    {
        string type = item.GetProperty("type").GetString()!;
        JsonElement values = item.GetProperty("values");
        long time = UnixNanoseconds(values.GetProperty("startTime").GetString()!) - JfrChunkWriter.DefaultStart;
        long value = Events[type] switch
        {
            null => 1,
            "duration" => Nanoseconds(values.GetProperty("duration").GetString()!),
            string field => values.GetProperty(field).GetInt64(),
        };
        JsonElement thread = values.TryGetProperty("eventThread", out JsonElement eventThread) ? eventThread : values.GetProperty("sampledThread");
        string name = Text(thread, "javaName") ?? Text(thread, "osName") ?? "";
        string id = thread.ValueKind == JsonValueKind.Null ? "" : thread.GetProperty("osThreadId").GetInt64().ToString(CultureInfo.InvariantCulture);
        var frames = new List<string>();
        JsonElement stack = values.GetProperty("stackTrace");
        if (stack.ValueKind != JsonValueKind.Null)
        {
            frames.AddRange(stack.GetProperty("frames").EnumerateArray().Select(Frame).Reverse());
            if (stack.GetProperty("truncated").GetBoolean()) frames.Insert(0, "[truncated]");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{time} {type} {value}*1 {name}/{id} {string.Join(';', frames)}");
    }

    private static string Frame(JsonElement frame)
    {
        JsonElement method = frame.GetProperty("method");
        string type = method.GetProperty("type").GetProperty("name").GetString()!.Replace('/', '.');
        int line = frame.GetProperty("lineNumber").GetInt32();
        return $"{type}.{method.GetProperty("name").GetString()}" + (line > 0 ? string.Create(CultureInfo.InvariantCulture, $":{line}") : "");
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.GetProperty(name).GetString() is { Length: > 0 } text ? text : null;

    // 2026-11-28T21:49:58.408239539Z or with +01:00. The fraction has up to nine digits.
    private static long UnixNanoseconds(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        int end = dot < 0 ? text.AsSpan(19).IndexOfAny("Z+-") + 19 : text.AsSpan(dot).IndexOfAny("Z+-") + dot;
        long fraction = dot < 0 ? 0 : long.Parse(text[(dot + 1)..end].PadRight(9, '0'), CultureInfo.InvariantCulture);
        DateTimeOffset second = DateTimeOffset.Parse(text[..19] + text[end..], CultureInfo.InvariantCulture);
        return (second.ToUnixTimeSeconds() * 1_000_000_000) + fraction;
    }

    // PT0.006914382S. XmlConvert reads days to seconds, but only seven digits of the fraction.
    private static long Nanoseconds(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        long whole = (long)XmlConvert.ToTimeSpan(dot < 0 ? text : text[..dot] + "S").TotalSeconds * 1_000_000_000;
        return dot < 0 ? whole : whole + long.Parse(text[(dot + 1)..^1].PadRight(9, '0'), CultureInfo.InvariantCulture);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        start.Environment["JAVA_TOOL_OPTIONS"] = "-Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
