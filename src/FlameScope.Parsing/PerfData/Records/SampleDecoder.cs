namespace FlameScope.Parsing;

/// <summary>
/// Decodes the records of the kernel. The fields of a sample are those in the event's <c>sample_type</c>, in the order of the kernel's
/// <c>perf_output_sample</c>.
/// </summary>
internal sealed class SampleDecoder(EventTable events, PerfByteOrder order)
{
    private const int BranchLength = 24;

    /// <summary>Decodes a sample.</summary>
    /// <param name="header">The header of the record.</param>
    /// <param name="body">The record without its header.</param>
    /// <param name="sample">Receives the fields.</param>
    /// <param name="problem">Receives what is wrong with the record.</param>
    /// <returns><c>true</c> if all fields up to the user stack are complete.</returns>
    public bool TryRead(RecordHeader header, ReadOnlySpan<byte> body, scoped ref SampleRecord sample, out string problem)
    {
        problem = PerfDataProblem.UnknownEvent;
        sample = default;
        sample.Event = events.Find(ReadId(body));
        if (sample.Event < 0) return false;
        EventAttribute attribute = events[sample.Event];
        sample.Mode = header.Mode;
        problem = PerfDataProblem.ShortSample;
        return ReadFixed(attribute, ref body, ref sample) && ReadVariable(attribute, body, ref sample);
    }

    /// <summary>Reads the fields that end a record which is not a sample.</summary>
    public RecordTrailer ReadTrailer(ReadOnlySpan<byte> body)
    {
        if (events.Count == 0 || !events.First.HasSampleIds) return default;
        SampleFields fields = events.First.Fields;
        if (events.Count > 1)
        {
            int back = (fields & SampleFields.Identifier) != 0 ? 1
                : (fields & SampleFields.Id) == 0 ? 0
                : 1 + ((fields & SampleFields.StreamId) != 0 ? 1 : 0) + ((fields & SampleFields.Cpu) != 0 ? 1 : 0);
            if (back > 0 && body.Length >= back * sizeof(ulong))
            {
                int index = events.Find(order.ReadUInt64(body[^(back * sizeof(ulong))..]));
                if (index >= 0) fields = events[index].Fields;
            }
        }
        int length = sizeof(ulong) * (Count(fields, SampleFields.Tid) + Count(fields, SampleFields.Time) + Count(fields, SampleFields.Id)
            + Count(fields, SampleFields.StreamId) + Count(fields, SampleFields.Cpu) + Count(fields, SampleFields.Identifier));
        if (body.Length < length) return default;
        bool hasTime = (fields & SampleFields.Time) != 0;
        int offset = sizeof(ulong) * Count(fields, SampleFields.Tid);
        int cpuOffset = sizeof(ulong) * (1 + Count(fields, SampleFields.Identifier));
        int? cpu = (fields & SampleFields.Cpu) != 0 && order.ReadUInt32(body[^cpuOffset..]) is <= int.MaxValue and var number ? (int)number : null;
        return new RecordTrailer(hasTime, hasTime ? order.ReadUInt64(body[(body.Length - length + offset)..]) : 0, offset > 0, length, cpu);
    }

    private static int Count(SampleFields fields, SampleFields field) => (fields & field) != 0 ? 1 : 0;

    // The identifier is at the same place in the samples of all events.
    private ulong? ReadId(ReadOnlySpan<byte> body)
    {
        if (events.Count < 2) return null;
        SampleFields fields = events.First.Fields;
        int place = 0;
        if ((fields & SampleFields.Identifier) == 0)
        {
            if ((fields & SampleFields.Id) == 0) return null;
            place = Count(fields, SampleFields.Ip) + Count(fields, SampleFields.Tid) + Count(fields, SampleFields.Time) + Count(fields, SampleFields.Addr);
        }
        place *= sizeof(ulong);
        return body.Length >= place + sizeof(ulong) ? order.ReadUInt64(body[place..]) : null;
    }

    private bool ReadFixed(EventAttribute attribute, ref ReadOnlySpan<byte> body, ref SampleRecord sample)
    {
        SampleFields fields = attribute.Fields;
        int at = 0;
        const SampleFields OneWord = SampleFields.Identifier | SampleFields.Ip | SampleFields.Tid | SampleFields.Time | SampleFields.Addr
            | SampleFields.Id | SampleFields.StreamId | SampleFields.Cpu | SampleFields.Period;
        int length = System.Numerics.BitOperations.PopCount((ulong)(fields & OneWord)) * sizeof(ulong);
        if (body.Length < length) return false;
        if ((fields & SampleFields.Identifier) != 0) sample.Id = Next(body, ref at);
        if ((fields & SampleFields.Ip) != 0)
        {
            sample.Ip = Next(body, ref at);
            sample.HasIp = true;
        }
        sample.Pid = sample.Tid = -1;
        if ((fields & SampleFields.Tid) != 0)
        {
            sample.Pid = order.ReadInt32(body[at..]);
            sample.Tid = order.ReadInt32(body[(at + 4)..]);
            at += sizeof(ulong);
        }
        if ((fields & SampleFields.Time) != 0)
        {
            sample.Time = Next(body, ref at);
            sample.HasTime = true;
        }
        if ((fields & SampleFields.Addr) != 0) at += sizeof(ulong);
        if ((fields & SampleFields.Id) != 0) sample.Id = Next(body, ref at);
        if ((fields & SampleFields.StreamId) != 0) at += sizeof(ulong);
        sample.Cpu = -1;
        if ((fields & SampleFields.Cpu) != 0)
        {
            sample.Cpu = Math.Max(order.ReadInt32(body[at..]), -1);
            at += sizeof(ulong);
        }
        sample.Period = (fields & SampleFields.Period) != 0 ? Next(body, ref at) : attribute.Period;
        body = body[at..];
        return true;
    }

    private bool ReadVariable(EventAttribute attribute, ReadOnlySpan<byte> body, ref SampleRecord sample)
    {
        SampleFields fields = attribute.Fields;
        if ((fields & SampleFields.Read) != 0)
        {
            int length = GetCounterLength(attribute, body);
            if (length < 0) return false;
            sample.Counters = body[..length];
            body = body[length..];
        }
        if ((fields & SampleFields.Callchain) != 0)
        {
            sample.HasCallchain = true;
            if (!TryTakeArray(ref body, sizeof(ulong), out sample.Callchain)) return false;
        }
        if ((fields & SampleFields.Raw) != 0 && !TryTakeRaw(ref body, out sample.Raw)) return false;
        if ((fields & SampleFields.BranchStack) != 0 && !TryTakeBranches(attribute, ref body, out sample.Branches)) return false;
        if ((fields & SampleFields.RegsUser) != 0)
        {
            if (body.Length < sizeof(ulong)) return false;
            sample.RegisterAbi = order.ReadUInt64(body);
            int length = sample.RegisterAbi == 0 ? 0 : attribute.UserRegisterCount * sizeof(ulong);
            body = body[sizeof(ulong)..];
            if (body.Length < length) return false;
            sample.Registers = body[..length];
            body = body[length..];
        }
        return (fields & SampleFields.StackUser) == 0 || TryTakeStack(body, out sample.UserStack);
    }

    private int GetCounterLength(EventAttribute attribute, ReadOnlySpan<byte> body)
    {
        ReadFields format = attribute.ReadFields;
        int times = ((format & ReadFields.TotalTimeEnabled) != 0 ? 1 : 0) + ((format & ReadFields.TotalTimeRunning) != 0 ? 1 : 0);
        int each = CounterWords(format);
        if ((format & ReadFields.Group) == 0)
        {
            int length = (each + times) * sizeof(ulong);
            return body.Length < length ? -1 : length;
        }
        if (body.Length < sizeof(ulong)) return -1;
        ulong count = order.ReadUInt64(body);
        if (count > (ulong)body.Length) return -1;
        long total = (1 + times + ((long)count * each)) * sizeof(ulong);
        return total > body.Length ? -1 : (int)total;
    }

    /// <summary>Returns the number of 64-bit words of each counter in a sample.</summary>
    public static int CounterWords(ReadFields format) => 1 + ((format & ReadFields.Id) != 0 ? 1 : 0) + ((format & ReadFields.Lost) != 0 ? 1 : 0);

    private bool TryTakeArray(scoped ref ReadOnlySpan<byte> body, int elementLength, out ReadOnlySpan<byte> elements)
    {
        elements = default;
        if (body.Length < sizeof(ulong)) return false;
        ulong count = order.ReadUInt64(body);
        body = body[sizeof(ulong)..];
        if (count > (ulong)(body.Length / elementLength)) return false;
        elements = body[..((int)count * elementLength)];
        body = body[elements.Length..];
        return true;
    }

    private bool TryTakeRaw(scoped ref ReadOnlySpan<byte> body, out ReadOnlySpan<byte> raw)
    {
        raw = default;
        if (body.Length < sizeof(uint)) return false;
        ulong length = sizeof(uint) + (ulong)order.ReadUInt32(body);
        if (length > (ulong)body.Length) return false;
        // The size makes the field end at a multiple of eight; old kernels that break this are read as perf reads them.
        raw = body[sizeof(uint)..(int)length];
        body = body[(int)length..];
        return true;
    }

    private bool TryTakeBranches(EventAttribute attribute, scoped ref ReadOnlySpan<byte> body, out ReadOnlySpan<byte> branches)
    {
        branches = default;
        if (body.Length < sizeof(ulong)) return false;
        ulong count = order.ReadUInt64(body);
        body = body[sizeof(ulong)..];
        if (attribute.HasBranchHardwareIndex)
        {
            if (body.Length < sizeof(ulong)) return false;
            body = body[sizeof(ulong)..];
        }
        if (count > (ulong)(body.Length / BranchLength)) return false;
        branches = body[..((int)count * BranchLength)];
        body = body[branches.Length..];
        if (!attribute.HasBranchCounters) return true;
        int counters = (int)count * sizeof(ulong);
        if (body.Length < counters) return false;
        body = body[counters..];
        return true;
    }

    private bool TryTakeStack(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> stack)
    {
        stack = default;
        if (body.Length < sizeof(ulong)) return false;
        ulong size = order.ReadUInt64(body);
        if (size == 0) return true;
        body = body[sizeof(ulong)..];
        if (size > (ulong)body.Length || body.Length - (int)size < sizeof(ulong)) return false;
        ulong used = order.ReadUInt64(body[(int)size..]);
        stack = body[..(int)Math.Min(size, used)];
        return true;
    }

    private ulong Next(ReadOnlySpan<byte> body, ref int at)
    {
        ulong value = order.ReadUInt64(body[at..]);
        at += sizeof(ulong);
        return value;
    }
}
