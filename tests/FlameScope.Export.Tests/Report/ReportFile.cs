using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export.Tests;

/// <summary>Reads the data of a report. Implemented from docs/report-format.md, independently of the writer.</summary>
internal sealed class ReportFile
{
    private const string DataElement = "<script type=\"application/octet-stream+base64\" id=\"profile-data\">";

    private readonly byte[] _data;
    private readonly int _columnsStart;

    public ReportFile(byte[] html)
    {
        Html = Encoding.UTF8.GetString(html);
        int start = Html.IndexOf(DataElement, StringComparison.Ordinal) + DataElement.Length;
        int end = Html.IndexOf('<', start);
        Page = Html[..start] + Html[end..];
        using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(Html[start..end])), CompressionMode.Decompress);
        using var data = new MemoryStream();
        zlib.CopyTo(data);
        _data = data.ToArray();
        int length = BinaryPrimitives.ReadInt32LittleEndian(_data);
        About = JsonDocument.Parse(_data.AsMemory(4, length)).RootElement;
        _columnsStart = 4 + length;
    }

    /// <summary>A sample with all values that it refers to.</summary>
    public sealed record Row(long? Time, string Stack, string Comm, long? Pid, long? Tid, long? Cpu, string Event, ulong Period, ulong Count, bool IsIdle);

    /// <summary>The text of the file.</summary>
    public string Html { get; }

    /// <summary>The file without the data.</summary>
    public string Page { get; }

    /// <summary>The JSON object at the start of the data.</summary>
    public JsonElement About { get; }

    /// <summary>The data with one character per byte.</summary>
    public string Data => Encoding.Latin1.GetString(_data);

    public static ReportFile Of(Profile profile, HtmlReportOptions? options = null) => new(Made.Bytes(s => HtmlReport.Write(profile, s, options)));

    public static ReportFile Of(SampleSelection selection, HtmlReportOptions? options = null) => new(Made.Bytes(s => HtmlReport.Write(selection, s, options)));

    /// <summary>Returns the rows that are expected for a selection.</summary>
    public static IEnumerable<Row> Expected(SampleSelection selection)
    {
        Profile profile = selection.Profile;
        foreach (int i in selection)
        {
            Sample sample = profile.Samples[i];
            ThreadInfo thread = profile.Threads[sample.Thread];
            IEnumerable<string> frames = profile.Stacks.GetFrames(sample.Stack).Select(f =>
                $"{Text(profile.Labels.Names.GetUtf8(profile.Labels.ByFrame[f.Value]))}/{(int)profile.Frames[f].DisplayKind}");
            yield return new Row(
                sample.Time - profile.Origin,
                string.Join('\0', frames),
                Text(profile.Comms.GetUtf8(thread.Comm)),
                thread.Pid,
                thread.Tid,
                sample.Cpu,
                Text(profile.Events.GetUtf8(sample.Event)),
                (ulong)sample.Period,
                (ulong)sample.Count,
                profile.IsIdle(i));
        }
    }

    public List<Row> Rows()
    {
        ulong[] times = Unsigned("times"), stacks = Unsigned("stacks"), threads = Unsigned("threads"), cpus = Unsigned("cpus");
        ulong[] events = Unsigned("events"), idle = Unsigned("idle"), comms = Unsigned("threadComms");
        long?[] pids = Optional("threadPids"), tids = Optional("threadTids");
        ulong[] counts = Weight("samples", stacks.Length), periods = Weight("period", stacks.Length);
        string[] commNames = Names("comms"), eventNames = Names("events"), paths = Paths();
        int untimed = About.GetProperty("untimed").GetInt32();
        long unit = About.GetProperty("timeUnit").GetInt64(), time = 0;
        var rows = new List<Row>();
        for (int i = 0; i < stacks.Length; i++)
        {
            if (i >= untimed) time += (long)times[i - untimed] * unit;
            int thread = (int)threads[i];
            rows.Add(new Row(
                i < untimed ? null : time,
                paths[stacks[i]],
                commNames[comms[thread]],
                pids[thread],
                tids[thread],
                cpus[i] == 0 ? null : (long)cpus[i] - 1,
                eventNames[events[i]],
                periods[i],
                counts[i],
                idle[i] == 1));
        }
        return rows;
    }

    /// <summary>Returns the values of the rows for a weight. A weight that the report does not have, or that has no column, is 1.</summary>
    public ulong[] Weight(string name, int rows)
    {
        JsonElement weight = About.GetProperty("weights").EnumerateArray().FirstOrDefault(w => w.GetProperty("name").GetString() == name);
        string? column = weight.ValueKind == JsonValueKind.Undefined ? null : weight.GetProperty("column").GetString();
        return column is null ? [.. Enumerable.Repeat(1UL, rows)] : Unsigned(column);
    }

    public string[] Names(string name)
    {
        ulong[] lengths = Unsigned(name + "Lengths");
        ReadOnlySpan<byte> bytes = Column(name + "Bytes", "bytes", out _);
        var names = new string[lengths.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Text(bytes[..(int)lengths[i]]);
            bytes = bytes[(int)lengths[i]..];
        }
        return names;
    }

    /// <summary>Returns the labels of each row, as key=text.</summary>
    public IEnumerable<string> Labels(int rows)
    {
        if (About.GetProperty("columns").EnumerateArray().All(c => c.GetProperty("name").GetString() != "labelSets")) return Enumerable.Repeat("", rows);
        string[] keys = Names("sampleKeys"), texts = Names("sampleLabelTexts");
        ulong[] keyOf = Unsigned("sampleLabelKeys"), items = Unsigned("labelSetLabels");
        int at = 0;
        string[] sets = Array.ConvertAll(Unsigned("labelSetSizes"), size =>
        {
            at += (int)size;
            return string.Join(' ', items[(at - (int)size)..at].Select(item => $"{keys[keyOf[item]]}={texts[item]}"));
        });
        return Unsigned("labelSets").Select(set => sets[set]);
    }

    // From leaf to root, as in a profile.
    private string[] Paths()
    {
        ulong[] pops = Unsigned("stackPops"), frames = Unsigned("stackFrames"), labels = Unsigned("frameLabels"), kinds = Unsigned("frameKinds");
        string[] names = Names("labels");
        var paths = new string[frames.Length + 1];
        paths[0] = "";
        var open = new List<int> { 0 };
        for (int stack = 1; stack < paths.Length; stack++)
        {
            open.RemoveRange(open.Count - (int)pops[stack - 1], (int)pops[stack - 1]);
            string leaf = $"{names[labels[frames[stack - 1]]]}/{kinds[frames[stack - 1]]}";
            paths[stack] = open[^1] == 0 ? leaf : $"{leaf}\0{paths[open[^1]]}";
            open.Add(stack);
        }
        return paths;
    }

    private ulong[] Unsigned(string name) => Decode(Column(name, "unsigned", out int count), count);

    private long?[] Optional(string name) =>
        Array.ConvertAll(Decode(Column(name, "optional", out int count), count), code =>
            code == 0 ? (long?)null : (long)((code - 1) >> 1) ^ -(long)((code - 1) & 1));

    private static ulong[] Decode(ReadOnlySpan<byte> bytes, int count)
    {
        var values = new ulong[count];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            int shift = 0;
            byte b;
            do
            {
                b = bytes[at++];
                values[i] |= (ulong)(b & 0x7F) << shift;
                shift += 7;
            }
            while (b >= 0x80);
        }
        return at == bytes.Length ? values : throw new InvalidDataException("The column has more bytes than values.");
    }

    private ReadOnlySpan<byte> Column(string name, string encoding, out int count)
    {
        int start = _columnsStart;
        foreach (JsonElement column in About.GetProperty("columns").EnumerateArray())
        {
            int length = column.GetProperty("bytes").GetInt32();
            if (column.GetProperty("name").GetString() == name && column.GetProperty("encoding").GetString() == encoding)
            {
                count = column.GetProperty("count").GetInt32();
                return _data.AsSpan(start, length);
            }
            start += length;
        }
        throw new InvalidDataException($"There is no column {name}.");
    }

    // Latin-1 keeps the bytes of invalid UTF-8 distinct.
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
