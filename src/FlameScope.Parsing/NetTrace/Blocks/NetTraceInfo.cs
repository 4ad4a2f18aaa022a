using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The facts of the first block of a recording, and its clock.</summary>
internal sealed class NetTraceInfo
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The size of the block in versions 4 and 5.</summary>
    public const int FixedSize = 48;

    private ulong _start;
    private long _frequency;

    public int Version { get; private init; }

    public DateTime? Wall { get; private set; }

    public int PointerSize { get; private set; }

    public long? ProcessId { get; private set; }

    public int? Processors { get; private set; }

    /// <summary>The requested interval of samples in nanoseconds.</summary>
    public long? SamplingInterval { get; private set; }

    /// <summary>The facts that version 6 contains as texts.</summary>
    public List<HeaderFact> Facts { get; } = [];

    /// <summary>Reads the block.</summary>
    /// <exception cref="ProfileFormatException">The block is cut, or its numbers make no sense.</exception>
    public static NetTraceInfo Read(ReadOnlySpan<byte> content, int version, ReadContext context, InputPosition position)
    {
        var info = new NetTraceInfo { Version = version };
        var cursor = new NetTraceCursor(content);
        Span<int> date = stackalloc int[8];
        foreach (ref int part in date) part = cursor.ReadUInt16();
        info.Wall = ToDate(date);
        info._start = cursor.ReadUInt64();
        info._frequency = (long)cursor.ReadUInt64();
        info.PointerSize = cursor.ReadInt32();
        if (version >= 6) info.ReadFacts(ref cursor);
        else info.ReadFixed(ref cursor);
        if (cursor.IsFaulty) throw context.Truncated("the first block of the recording is incomplete", position);
        if (info._frequency <= 0) throw context.Malformed("the clock of the recording has no frequency", position);
        if (info.PointerSize is not (sizeof(uint) or sizeof(ulong))) throw context.Malformed("the size of a pointer is neither 4 nor 8", position);
        return info;
    }

    /// <summary>Returns the ticks since the start of the recording.</summary>
    public long ToOffset(ulong ticks) => unchecked((long)(ticks - _start));

    /// <summary>Returns the time of an offset as the file has it.</summary>
    public ulong ToTicks(long offset) => unchecked((ulong)offset + _start);

    /// <summary>Converts ticks since the start of the recording to nanoseconds.</summary>
    /// <param name="offset">The ticks.</param>
    /// <param name="time">Receives the nanoseconds; <see cref="SampleTable.NoTime"/> if they do not fit.</param>
    /// <returns><c>false</c> if they do not fit.</returns>
    public bool TryGetTime(long offset, out long time)
    {
        time = offset;
        if (_frequency == NanosecondsPerSecond)
        {
            if (offset is not (long.MinValue or long.MaxValue)) return true;
            time = SampleTable.NoTime;
            return false;
        }
        return TryScale(offset, out time);
    }

    /// <summary>Converts a number of ticks to nanoseconds; the maximum if it does not fit.</summary>
    public long ToDuration(ulong ticks)
    {
        decimal exact = decimal.Floor((decimal)ticks * NanosecondsPerSecond / _frequency);
        return exact >= long.MaxValue ? long.MaxValue : (long)exact;
    }

    private bool TryScale(long offset, out long time)
    {
        decimal exact = decimal.Floor((decimal)offset * NanosecondsPerSecond / _frequency); // at most 27 digits, of 28
        bool fits = exact is > long.MinValue and < long.MaxValue;
        time = fits ? (long)exact : SampleTable.NoTime;
        return fits;
    }

    private void ReadFixed(ref NetTraceCursor cursor)
    {
        ProcessId = cursor.ReadUInt32();
        Processors = AtLeastOne(cursor.ReadUInt32());
        if (cursor.ReadUInt32() is var interval and > 0) SamplingInterval = interval;
    }

    private void ReadFacts(ref NetTraceCursor cursor)
    {
        for (uint count = cursor.ReadUInt32(); count > 0 && !cursor.IsFaulty; count--)
        {
            string key = Encoding.UTF8.GetString(cursor.ReadText());
            string value = Encoding.UTF8.GetString(cursor.ReadText());
            long? number = long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out long parsed) ? parsed : null;
            switch (key)
            {
                case "ProcessId": ProcessId = number; break;
                case "HardwareThreadCount": Processors = number is > 0 and <= int.MaxValue ? (int)number : null; break;
                case "ExpectedCPUSamplingRate": SamplingInterval = number is > 0 ? number : null; break;
                default: Facts.Add(new HeaderFact { Name = key, Value = value }); break;
            }
        }
    }

    private static int? AtLeastOne(uint count) => count is > 0 and <= int.MaxValue ? (int)count : null;

    // Year, month, day of the week, day, hour, minute, second, millisecond.
    private static DateTime? ToDate(ReadOnlySpan<int> parts)
    {
        if (parts[0] is < 1 or > 9999 || parts[1] is < 1 or > 12 || parts[3] < 1 || parts[3] > DateTime.DaysInMonth(parts[0], parts[1])) return null;
        if (parts[4] > 23 || parts[5] > 59 || parts[6] > 59 || parts[7] > 999) return null;
        return new DateTime(parts[0], parts[1], parts[3], parts[4], parts[5], parts[6], parts[7], DateTimeKind.Utc);
    }
}
