using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the lines of the header that <c>perf script --header</c> prints: <c># name : value</c>.</summary>
internal sealed class PerfHeader
{
    private const int MaximumFacts = 10_000;

    // The longest lines, of memory and cache topology, reach about 100 KB on large machines.
    private const int MaximumLength = 16 * 1024 * 1024;

    // The clock of times of day: perf prints local time, and not the time zone.
    private static readonly WallClock LocalClock = new(0, 0, IsExact: true);

    private readonly List<HeaderFact> _facts = [];
    private int _length;

    /// <summary>Indicates whether a line was the separator that perf prints.</summary>
    public bool IsPerfHeader { get; private set; }

    /// <summary>Adds a line that starts with <c>#</c>.</summary>
    /// <returns><c>false</c> if the header is too long for it.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = PerfText.Trim(line[1..]);
        if (text.SequenceEqual("========"u8)) IsPerfHeader = true;
        if (text.IsEmpty || text.IndexOfAnyExcept((byte)'=') < 0 || IsOfBranchCounters(text)) return true;
        if (_facts.Count == MaximumFacts || text.Length > MaximumLength - _length) return false;
        _length += text.Length;
        int colon = text.IndexOf((byte)':');
        string name = Encoding.UTF8.GetString(PerfText.Trim(colon < 0 ? text : text[..colon]));
        string value = colon < 0 ? "" : Encoding.UTF8.GetString(PerfText.Trim(text[(colon + 1)..]));
        _facts.Add(new HeaderFact { Name = name, Value = value });
        return true;
    }

    // -F +brcntr prints a list before each sample: "Branch counter abbr list:", "cpu_core/branches/ = A", "'-' No event occurs".
    private static bool IsOfBranchCounters(ReadOnlySpan<byte> text) =>
        text.StartsWith("Branch counter abbr list"u8) || text.StartsWith("'-' No event occurs"u8) || text.StartsWith("'+' Event occurrences"u8)
        || (text.Length > 4 && text[^4..^1].SequenceEqual(" = "u8) && text[^1] is >= (byte)'A' and <= (byte)'Z');

    /// <summary>Returns the header.</summary>
    /// <param name="lastTime">The time of the latest sample, which is close to the time when the recording was captured.</param>
    /// <param name="hasTimesOfDay">Indicates whether the times of the samples are times of day.</param>
    /// <param name="losses">What perf says about lost data.</param>
    public RecordingHeader ToHeader(long? lastTime, bool hasTimesOfDay, IReadOnlyList<string> losses)
    {
        WallClock? clock = hasTimesOfDay ? LocalClock : FindReferenceClock() ?? FindCaptureClock(lastTime);
        return _facts.Count == 0 && clock is null && losses.Count == 0 ? RecordingHeader.Empty : ToHeader(clock, losses);
    }

    private RecordingHeader ToHeader(WallClock? clock, IReadOnlyList<string> losses) => new()
    {
        CommandLine = Find("cmdline"),
        HostName = Find("hostname"),
        OsRelease = Find("os release"),
        Architecture = Find("arch"),
        CpuDescription = Find("cpudesc"),
        CpusOnline = FindNumber("nrcpus online"),
        CpusAvailable = FindNumber("nrcpus avail"),
        ToolVersion = Find("perf version"),
        SampleFrequency = FindFrequency(),
        EventDescriptions = FindAll("event"),
        Clock = clock,
        Facts = [.. _facts],
        Losses = losses,
    };

    private string? Find(string name)
    {
        foreach (HeaderFact fact in _facts)
        {
            if (fact.Name == name) return fact.Value;
        }
        return null;
    }

    private List<string> FindAll(string name)
    {
        var values = new List<string>();
        foreach (HeaderFact fact in _facts)
        {
            if (fact.Name == name) values.Add(fact.Value);
        }
        return values;
    }

    private int? FindNumber(string name) => int.TryParse(Find(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    // event : name = cpu-clock, …, { sample_period, sample_freq } = 49, …, freq = 1: the number is a frequency only with freq = 1.
    private long? FindFrequency()
    {
        const string Name = "sample_freq } = ";
        foreach (HeaderFact fact in _facts)
        {
            int start = fact.Name == "event" ? fact.Value.IndexOf(Name, StringComparison.Ordinal) : -1;
            if (start < 0 || !fact.Value.Contains(", freq = 1", StringComparison.Ordinal)) continue;
            ReadOnlySpan<char> digits = fact.Value.AsSpan(start + Name.Length);
            int end = digits.IndexOfAnyExceptInRange('0', '9');
            if (end >= 0) digits = digits[..end];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long frequency)) return frequency;
        }
        return null;
    }

    // Both clocks, read at the same time (perf record -k). Parsed by hand, since a regular expression takes 6 ms to start.
    // reference time: 2026-11-22 06:36:48.123456 = 1795329408.123456 (TOD) = 12345.678901234 (monotonic)
    private WallClock? FindReferenceClock()
    {
        const string Before = "= ", Between = " (TOD) = ", After = " (";
        if (Find("reference time") is not { } text) return null;
        int between = text.IndexOf(Between, StringComparison.Ordinal);
        int start = between < 0 ? -1 : text[..between].LastIndexOf(Before, StringComparison.Ordinal);
        int end = between < 0 ? -1 : text.IndexOf(After, between + Between.Length, StringComparison.Ordinal);
        if (start < 0 || end < 0) return null;
        if (!TryReadTime(text[(start + Before.Length)..between], 11, 6, out long wall, out long micros)) return null;
        if (!TryReadTime(text[(between + Between.Length)..end], 9, 9, out long seconds, out long nanos)) return null;
        long time = (seconds * TimeRange.NanosecondsPerSecond) + nanos;
        long ticks = (wall * TimeSpan.TicksPerSecond) + (micros * TimeSpan.TicksPerMicrosecond);
        if (ticks > (DateTime.MaxValue - DateTime.UnixEpoch).Ticks) return null;
        return WallClock.FromDate(time, DateTime.UnixEpoch.AddTicks(ticks), isExact: true);
    }

    // "captured on" is the time of the last change of the recording's file, after its last sample was written.
    private WallClock? FindCaptureClock(long? lastTime)
    {
        string[] formats = ["ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];
        bool isDate = DateTime.TryParseExact(
            Find("captured on"), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime captured);
        return isDate && lastTime is { } time ? WallClock.FromDate(time, captured, isExact: false) : null;
    }

    private static bool TryReadTime(string text, int maximumDigits, int fractionDigits, out long seconds, out long fraction)
    {
        fraction = 0;
        int point = text.IndexOf('.');
        return TryReadDigits(point < 0 || point > maximumDigits ? "" : text[..point], out seconds)
            && text.Length - point - 1 == fractionDigits
            && TryReadDigits(text[(point + 1)..], out fraction);
    }

    private static bool TryReadDigits(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
