using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the events: those that describe code and processes, and those with call stacks, which become samples.</summary>
internal sealed class NetTraceEvents(
    ProfileBuilder builder,
    ReadContext context,
    NetTraceInfo info,
    NetTraceStackTable stacks,
    NetTraceThreads threads,
    NetTraceLabels labels,
    NetTraceCode code)
{
    private const int ManagedType = 2;

    private static readonly SampleValueType Counted = new("samples", "count");

    private readonly NetTraceSamples _samples = new(threads, info);
    private readonly ProcessNames _processNames = new();
    private readonly NumberInterner _waitingThreads = new();
    private readonly List<int> _waitStacks = []; // by the index of the waiting thread: where it began to wait
    private int _managed = -1, _external = -1;
    private string? _commandLine, _system, _architecture;

    /// <summary>Indicates whether a sample is of a thread in managed code.</summary>
    public static bool IsManaged(ReadOnlySpan<byte> payload) =>
        payload.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(payload) == ManagedType;

    /// <summary>Reads an event.</summary>
    /// <param name="type">The type of the event.</param>
    /// <param name="reader">The reader, at the event.</param>
    /// <param name="offset">The offset of the block in the input.</param>
    public void Read(NetTraceEventType type, ref NetTraceEventReader reader, long offset)
    {
        int stack = 0;
        if (reader.StackId != 0 && !stacks.TryGet(reader.StackId, out stack))
        {
            context.Report("event with an unknown stack", InputPosition.AtByte(offset + reader.Position));
        }
        if (type.Role == NetTraceRole.ThreadSample)
        {
            AddThreadSample(ref reader, stack, offset);
            return;
        }
        if (type.Role != NetTraceRole.Other && !ReadContent(type, ref reader))
        {
            context.Report("event without its fields", InputPosition.AtByte(offset + reader.Position));
        }
        if (type.Role == NetTraceRole.ContentionStart) SetWaitStack(reader.Thread, stack);
        if (type.Role == NetTraceRole.ContentionStop && stack == 0) stack = GetWaitStack(reader.Thread);
        // Universal events are samples, also where the recorder found no stack.
        if (stack != 0 || type.Role is NetTraceRole.ProcessorSample or NetTraceRole.ContextSwitch) AddEvent(type, ref reader, stack, offset);
    }

    /// <summary>Gives the samples to the builder.</summary>
    public void Complete()
    {
        NetTraceResolver resolver = MoveTo(builder);
        if (_samples.UntimedCount > 0) context.Report("sample with a time that is out of range", count: _samples.UntimedCount);
        if (_samples.RefusedCount > 0) context.Report("sample with a value that is too large", count: _samples.RefusedCount);
        if (!code.HasRundown && resolver.UnnamedCount > 0)
        {
            context.Report("address without a name: the recording has no rundown", count: resolver.UnnamedCount);
        }
        if (resolver.IsExhausted) context.Report("methods of one address that were not told apart by time");
    }

    /// <summary>Gives the samples so far to a builder, with the names that are known so far.</summary>
    /// <param name="target">The builder. If it is another one than that of the parser, samples have no labels.</param>
    public NetTraceResolver MoveTo(ProfileBuilder target)
    {
        var resolver = new NetTraceResolver(target, context, stacks, code, _processNames, threads.ProcessCount);
        target.Header = ToHeader();
        _samples.MoveTo(target, resolver, hasLabels: target == builder, context.CancellationToken);
        return resolver;
    }

    /// <summary>Returns the number of addresses in stacks, from one of them on, that no known code contains.</summary>
    /// <param name="firstSlot">The slot of the first address; 0 for all.</param>
    /// <param name="end">Receives the slot after the last one.</param>
    public int CountUnnamed(int firstSlot, out int end)
    {
        code.Freeze();
        end = stacks.SlotCount;
        CodeMap? methods = code.GetMethods(threads.GetProcess(info.ProcessId));
        int count = 0;
        for (int slot = firstSlot; slot < end; slot += 2)
        {
            ulong address = stacks.GetSlot(slot, out _);
            bool isNamed = methods is not null && (methods.Find(address, ulong.MaxValue, out _) >= 0 || (address > 0 && methods.Find(address - 1, ulong.MaxValue, out _) >= 0));
            if (!isNamed) count++;
        }
        return count;
    }

    private void AddThreadSample(ref NetTraceEventReader reader, int stack, long offset)
    {
        ReadOnlySpan<byte> payload = reader.Payload;
        bool isManaged = IsManaged(payload);
        if (payload.Length < sizeof(int)) context.Report("sample without a type", InputPosition.AtByte(offset + reader.Position));
        ref int index = ref isManaged ? ref _managed : ref _external;
        if (index < 0) index = _samples.GetEvent(isManaged ? "cpu" : "external", Counted, canWait: true);
        AddSample(index, 1, null, ref reader, stack, offset);
    }

    private void AddEvent(NetTraceEventType type, ref NetTraceEventReader reader, int stack, long offset)
    {
        if (type.SampleEvent < 0) type.SampleEvent = _samples.GetEvent(type.SampleName, type.ValueType, canWait: false);
        if (type.SampleEvent < 0)
        {
            context.Report("sample of more events than a profile can have", InputPosition.AtByte(offset + reader.Position));
            return;
        }
        long value = ReadValue(type.Role, reader.Payload, info, out string label, out ReadOnlySpan<char> text, out bool isWhole);
        if (!isWhole) context.Report("event without its fields", InputPosition.AtByte(offset + reader.Position));
        SampleLabelId? own = text.IsEmpty ? null : builder.AddLabel(label, text.ToString());
        AddSample(type.SampleEvent, value, own, ref reader, stack, offset);
    }

    private void AddSample(int index, long value, SampleLabelId? ownLabel, ref NetTraceEventReader reader, int stack, long offset)
    {
        int thread = threads.GetRow(reader.Thread, isIndex: info.Version >= 6, out bool isKnown);
        if (!isKnown) context.Report("event of an unknown thread", InputPosition.AtByte(offset + reader.Position));
        // The processor is that of the thread that wrote the event. The profiler's thread writes the samples of all threads.
        bool isOwnProcessor = reader.CaptureThread == reader.Thread && reader.Processor <= int.MaxValue;
        int cpu = isOwnProcessor ? (int)reader.Processor : SampleTable.NoCpu;
        LabelSetId labels = reader.LabelListId == 0 && ownLabel is null ? LabelSetId.None : LabelsOf(reader.LabelListId, ownLabel);
        _samples.Add(reader.Ticks, stack, thread, cpu, index, value, labels);
    }

    // The runtime writes the end of waiting without a stack. It is that of the beginning, which precedes it on the thread.
    private void SetWaitStack(ulong thread, int stack)
    {
        int index = _waitingThreads.GetOrAdd(thread);
        if (index == _waitStacks.Count) _waitStacks.Add(stack);
        else _waitStacks[index] = stack;
    }

    private int GetWaitStack(ulong thread) => _waitingThreads.Find(thread) is var index and >= 0 ? _waitStacks[index] : 0;

    private LabelSetId LabelsOf(uint list, SampleLabelId? own)
    {
        ReadOnlySpan<SampleLabelId> listed = labels.Get(list);
        if (own is { } label) return builder.AddLabelSet([.. listed, label]);
        return listed.IsEmpty ? LabelSetId.None : builder.AddLabelSet(listed);
    }

    private static long ReadValue(
        NetTraceRole role, ReadOnlySpan<byte> payload, NetTraceInfo info, out string label, out ReadOnlySpan<char> text, out bool isWhole)
    {
        var cursor = new NetTraceCursor(payload);
        label = "type";
        text = default;
        ulong value = 1;
        switch (role)
        {
            case NetTraceRole.AllocationTick:
                value = cursor.ReadUInt32();
                cursor.Skip(sizeof(uint) + sizeof(ushort));
                if (cursor.Remaining > 0) // from version 2 of the event on
                {
                    value = cursor.ReadUInt64();
                    cursor.ReadPointer(info.PointerSize);
                    text = cursor.ReadUtf16();
                }
                break;
            case NetTraceRole.AllocationSample:
                cursor.Skip(sizeof(uint) + sizeof(ushort));
                cursor.ReadPointer(info.PointerSize);
                text = cursor.ReadUtf16();
                cursor.ReadPointer(info.PointerSize);
                value = cursor.ReadUInt64();
                break;
            case NetTraceRole.ContentionStop:
                cursor.Skip(sizeof(byte) + sizeof(ushort));
                // The duration is there from version 1 of the event on.
                value = cursor.Remaining > 0 ? ToNanoseconds(BitConverter.UInt64BitsToDouble(cursor.ReadUInt64())) : 0;
                break;
            case NetTraceRole.Exception:
                label = "exception";
                text = cursor.ReadUtf16();
                break;
            case NetTraceRole.ProcessorSample:
                value = cursor.ReadVarUInt64();
                break;
            case NetTraceRole.ContextSwitch:
                value = (ulong)info.ToDuration(cursor.ReadVarUInt64());
                break;
        }
        isWhole = !cursor.IsFaulty;
        return value <= long.MaxValue ? (long)value : -1;
    }

    private static ulong ToNanoseconds(double duration) => duration is >= 0 and < long.MaxValue ? (ulong)Math.Round(duration) : 0;

    // Returns false if the event is incomplete.
    private bool ReadContent(NetTraceEventType type, ref NetTraceEventReader reader)
    {
        ReadOnlySpan<byte> payload = reader.Payload;
        if (type.Role is NetTraceRole.ProcessInfo) return ReadProcessInfo(payload);
        if (type.Role is not (NetTraceRole.MethodLoad or NetTraceRole.MethodRundown or NetTraceRole.MethodUnload or NetTraceRole.Module
            or NetTraceRole.DomainModule or NetTraceRole.Process or NetTraceRole.Mapping or NetTraceRole.Symbol))
        {
            return true;
        }
        NetTraceThreads.Row thread = threads[threads.GetRow(reader.Thread, isIndex: info.Version >= 6, out _)];
        return type.Role switch
        {
            NetTraceRole.Module => code.ReadModule(payload, thread.Process, isDomainModule: false),
            NetTraceRole.DomainModule => code.ReadModule(payload, thread.Process, isDomainModule: true),
            NetTraceRole.Process => ReadProcess(payload, thread.Process),
            NetTraceRole.Mapping => code.ReadMapping(payload, threads, thread, reader.Ticks),
            NetTraceRole.Symbol => code.ReadSymbol(payload, thread.Process, reader.Ticks),
            _ => code.ReadMethod(type.Role, payload, thread.Process, reader.Ticks, isVerbose: type.Id is 143 or 144),
        };
    }

    private bool ReadProcess(ReadOnlySpan<byte> payload, int process)
    {
        var cursor = new NetTraceCursor(payload);
        cursor.ReadVarUInt64(); // the process, in its name space
        string name = Encoding.UTF8.GetString(cursor.ReadShortText());
        if (!cursor.IsFaulty) _processNames[process] = name;
        return !cursor.IsFaulty;
    }

    private bool ReadProcessInfo(ReadOnlySpan<byte> payload)
    {
        var cursor = new NetTraceCursor(payload);
        _commandLine = cursor.ReadUtf16().ToString();
        _system = cursor.ReadUtf16().ToString();
        _architecture = cursor.ReadUtf16().ToString();
        string program = _commandLine.Split(' ', 2)[0];
        _processNames[threads.GetProcess(info.ProcessId)] = program[(program.LastIndexOfAny(['/', '\\']) + 1)..];
        return !cursor.IsFaulty;
    }

    private RecordingHeader ToHeader()
    {
        var facts = new List<HeaderFact>();
        AddFact("version", info.Version.ToString(CultureInfo.InvariantCulture));
        AddFact("process id", info.ProcessId?.ToString(CultureInfo.InvariantCulture));
        AddFact("command line", _commandLine);
        AddFact("operating system", _system);
        AddFact("architecture", _architecture);
        facts.AddRange(info.Facts);
        return new RecordingHeader
        {
            Architecture = string.IsNullOrEmpty(_architecture) ? null : _architecture,
            CpusOnline = info.Processors,
            SampleFrequency = info.SamplingInterval is { } interval && (_managed >= 0 || _external >= 0) ? 1_000_000_000 / interval : null,
            Clock = info.Wall is { } wall ? WallClock.FromDate(0, wall, isExact: true) : null,
            Facts = facts,
        };

        void AddFact(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) facts.Add(new HeaderFact { Name = name, Value = value });
        }
    }
}
