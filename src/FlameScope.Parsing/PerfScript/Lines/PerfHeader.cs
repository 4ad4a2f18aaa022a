using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Gathers the lines of the header that <c>perf script --header</c> prints: <c># name : value</c>.</summary>
internal sealed partial class PerfHeader
{
    private const int MaximumFacts = 10_000;

    // perf's longest lines, of memory and cache topology, reach some 100 KB on large machines.
    private const int MaximumLength = 16 * 1024 * 1024;

    private readonly List<HeaderFact> _facts = [];
    private int _length;

    /// <summary>Whether any line was one that perf writes.</summary>
    public bool IsPerfHeader { get; private set; }

    /// <summary>Takes a line that starts with <c>#</c>.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = PerfText.Trim(line[1..]);
        if (text.SequenceEqual("========"u8)) IsPerfHeader = true;
        if (text.IsEmpty || text.IndexOfAnyExcept((byte)'=') < 0) return true;
        if (_facts.Count == MaximumFacts || text.Length > MaximumLength - _length) return false;
        _length += text.Length;
        int colon = text.IndexOf((byte)':');
        string name = Encoding.UTF8.GetString(PerfText.Trim(colon < 0 ? text : text[..colon]));
        string value = colon < 0 ? "" : Encoding.UTF8.GetString(PerfText.Trim(text[(colon + 1)..]));
        _facts.Add(new HeaderFact(name, value));
        return true;
    }

    /// <summary>The facts, sorted out.</summary>
    /// <param name="lastTime">The latest sample's time, which is close to when the recording was captured.</param>
    public RecordingHeader ToHeader(long? lastTime) => _facts.Count == 0 ? RecordingHeader.Empty : new RecordingHeader
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
        Clock = FindReferenceClock() ?? FindCaptureClock(lastTime),
        Facts = [.. _facts],
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

    // event : name = cpu-clock, …, { sample_period, sample_freq } = 49, …, freq = 1: the number is a frequency only with the last.
    private long? FindFrequency()
    {
        const string Name = "sample_freq } = ";
        foreach (HeaderFact fact in _facts)
        {
            int start = fact.Name == "event" ? fact.Value.IndexOf(Name, StringComparison.Ordinal) : -1;
            if (start < 0 || !fact.Value.Contains(", freq = 1", StringComparison.Ordinal)) continue;
            ReadOnlySpan<char> digits = fact.Value.AsSpan(start + Name.Length);
            int end = digits.IndexOfAnyExceptInRange('0', '9');
            if (long.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long frequency)) return frequency;
        }
        return null;
    }
}
