using System.Buffers.Binary;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the samples of a pprof profile to a builder.</summary>
internal sealed class PprofSamples
{
    // A stack of the file takes at least one byte. More stacks than these come from locations with very many inlined functions.
    private const int StacksPerByte = 32;
    private const int FreeStacks = 1_000_000;
    private const int MaximumSampleTypes = 1000;

    // Memory is reserved for samples of at least so many bytes: a list of locations and a value.
    private const int MinimumSample = 6;

    // So many lists are remembered at first, and from then on if one in so many was used again.
    private static readonly int TrialLists = BufferSize.Choose(50_000, small: 20);
    private const int MinimumRepeats = 8;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly PprofTables _tables;
    private readonly PprofFrames _frames;
    private readonly PprofLabels _labels;
    private readonly PathCache _paths = new();
    private readonly FingerprintTable _lists = new();
    private readonly CallerPath _path = new();
    private int[] _locations = new int[128]; // The rows of the current sample, leaf first.
    private int _count;
    private bool _isUnknown;
    private int _sampleCount;
    private long[] _values = [];
    private bool _isCounted;
    private SampleEventId _event;
    private long _maximumStacks;
    private int _newLists;
    private int _repeatedLists;
    private bool _isMostlyNew;

    public PprofSamples(ProfileBuilder builder, ReadContext context, PprofTables tables)
    {
        _builder = builder;
        _context = context;
        _tables = tables;
        _frames = new PprofFrames(builder, context, tables);
        _labels = new PprofLabels(builder, context, tables);
    }

    /// <summary>Indicates whether a sample had a time.</summary>
    public bool HasTimes { get; private set; }

    /// <summary>Adds the event of the profile, with its value types.</summary>
    public void Begin(ReadOnlySpan<byte> file)
    {
        if (_tables.SampleTypes.Count > MaximumSampleTypes)
        {
            throw _context.Malformed(FormattableString.Invariant($"the profile has more than {MaximumSampleTypes} sample types"));
        }
        var types = new SampleValueType[_tables.SampleTypes.Count];
        for (int i = 0; i < types.Length; i++)
        {
            (ulong name, ulong unit) = _tables.SampleTypes[i];
            types[i] = new SampleValueType(ShortText.Decode(_tables.GetText(file, name)), ShortText.Decode(_tables.GetText(file, unit)));
        }
        string preferred = _tables.DefaultSampleType == 0 ? "" : ShortText.Decode(_tables.GetText(file, _tables.DefaultSampleType));
        _event = _builder.AddEvent("samples"u8, types, ValueTypeChoice.Choose(types, preferred));
        // By the convention of the format, the first type is the number of events if its unit is a count.
        _isCounted = types[0].Unit == "count";
        _values = new long[types.Length];
        if (_tables.SampleCount <= file.Length / MinimumSample) _builder.ReserveSamples(_tables.SampleCount);
        _maximumStacks = _builder.StackCount + FreeStacks + ((long)StacksPerByte * file.Length);
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="file">The file.</param>
    /// <param name="message">The message of the sample.</param>
    /// <param name="messageStart">The position of the message.</param>
    public void Add(ReadOnlySpan<byte> file, ReadOnlySpan<byte> message, int messageStart)
    {
        if ((++_sampleCount & 0xFFF) == 0) _context.CancellationToken.ThrowIfCancellationRequested();
        int values = 0;
        bool isValid = true;
        ReadOnlySpan<byte> packed = default;
        Fingerprint key = default;
        _count = 0;
        _isUnknown = false;
        _labels.Clear();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when _count == 0 && packed.IsEmpty && reader.WireType == WireType.Bytes:
                    packed = reader.Bytes;
                    if (packed.IsEmpty) break;
                    // What is looked up arrives while the values and labels are read.
                    if (_isMostlyNew)
                    {
                        isValid &= TryReadLocations(packed);
                        packed = default;
                        PrefetchStack();
                        break;
                    }
                    key = KeyOf(packed);
                    _lists.PrefetchEntry(key);
                    break;
                case 1:
                    // Another occurrence of the field: the lists are joined.
                    isValid &= TryReadLocations(packed) && TryReadLocations(reader);
                    packed = default;
                    break;
                case 2:
                    isValid &= TryReadValues(reader, ref values);
                    break;
                case 3:
                    isValid &= reader.WireType == WireType.Bytes && _labels.TryAdd(file, reader.Bytes);
                    break;
            }
        }
        InputPosition position = InputPosition.AtByte(messageStart);
        StackId stack = default;
        bool isIdle = false;
        isValid = isValid && reader.End == ProtobufEnd.Whole && TryGetStack(file, packed, key, position, out stack, out isIdle);
        if (!isValid)
        {
            _context.Report("a sample that is not valid", position);
            return;
        }
        if (values != _values.Length)
        {
            _context.Report("a sample with another number of values than the profile has types", position);
            return;
        }
        foreach (long value in _values)
        {
            if (value < 0) throw Difference(value, position);
        }
        Add(file, stack, isIdle, position);
    }

    private void Add(ReadOnlySpan<byte> file, StackId stack, bool isIdle, InputPosition position)
    {
        long count = _isCounted ? _values[0] : 1;
        long? time = _labels.Time;
        var row = new SampleRow
        {
            Time = time,
            Stack = stack,
            Thread = _labels.GetThread(file),
            Cpu = _labels.Cpu,
            Event = _event,
            Values = _values,
            Count = count,
            Labels = _labels.GetSet(file),
            IsIdle = isIdle,
        };
        if (_builder.TryAddSample(row)) HasTimes |= time is not null;
        else _context.Report("a value that exceeds the range of a sum", position);
    }

    // Samples that differ only in their time or labels repeat the encoded list, which is not decoded again.
    private bool TryGetStack(ReadOnlySpan<byte> file, ReadOnlySpan<byte> packed, Fingerprint key, InputPosition position, out StackId stack, out bool isIdle)
    {
        if (!packed.IsEmpty)
        {
            if (_lists.TryGet(key, out int known))
            {
                _repeatedLists++;
                stack = new StackId(known);
                int first = 0;
                isIdle = ProtobufReader.TryReadVarint(packed, ref first, out ulong leaf) && _frames.IsIdle(_tables.LocationIds.Find(leaf));
                return true;
            }
            if (!TryReadLocations(packed))
            {
                stack = default;
                isIdle = false;
                return false;
            }
        }
        int before = _builder.StackCount;
        stack = GetStack(file, position, out isIdle);
        if (_isMostlyNew) CountStack(isNew: _builder.StackCount != before);
        if (packed.IsEmpty || _isUnknown) return true;
        // A list with a new stack occurs for the first time. In a file whose stacks all differ, remembering them would cost more than it saves.
        _isMostlyNew = ++_newLists > TrialLists && _repeatedLists < _newLists / MinimumRepeats;
        if (_isMostlyNew && _builder.StackCount != before) return true;
        if (_lists.IsLarge) _lists.Clear();
        _lists.Add(key, stack.Value);
        return true;
    }

    // The first bytes are the leaf, in which most lists differ.
    private static Fingerprint KeyOf(ReadOnlySpan<byte> packed)
    {
        uint part = packed.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(packed) : packed[0];
        return new Fingerprint(Fingerprint.HashOf(packed), part);
    }

    private StackId GetStack(ReadOnlySpan<byte> file, InputPosition position, out bool isIdle)
    {
        isIdle = false;
        int count = _count;
        Span<int> locations = _locations.AsSpan(0, count);
        if (_isUnknown)
        {
            _context.Report("the id of a location does not exist", position);
            return StackId.Empty;
        }
        locations.Reverse();
        // The callers that the previous sample has, too, are not looked up again.
        int done = _path.Start(locations, out StackId stack, out int depth);
        while (done < count)
        {
            if (done % PathCache.BlockLength != 0 || count - done < PathCache.BlockLength)
            {
                stack = AddLocation(file, stack, locations[done], ref depth, position);
                _path.Set(done++, stack, depth);
                continue;
            }
            ReadOnlySpan<int> block = locations.Slice(done, PathCache.BlockLength);
            StackId before = stack;
            if (_paths.TryFind(ref stack, ref depth, block))
            {
                _path.SetAll(done, PathCache.BlockLength, stack, depth);
                done += PathCache.BlockLength;
                continue;
            }
            int stacks = _builder.StackCount;
            foreach (int location in block)
            {
                stack = AddLocation(file, stack, location, ref depth, position);
                _path.Set(done++, stack, depth);
            }
            if (_builder.StackCount == stacks) _paths.Add(before, block, stack, depth);
        }
        _context.CheckFrames(depth, position);
        isIdle = count > 0 && _frames.IsIdle(locations[^1]);
        return stack;
    }

    private StackId AddLocation(ReadOnlySpan<byte> file, StackId stack, int location, ref int depth, InputPosition position)
    {
        ReadOnlySpan<FrameId> frames = _frames.Get(file, location);
        depth += frames.Length;
        if (frames.Length > 1)
        {
            _context.CheckFrames(depth, position);
            if (_builder.StackCount > _maximumStacks) throw _context.Malformed("the stacks are too many for the size of the profile", position);
        }
        foreach (FrameId frame in frames) stack = _builder.AddStack(stack, frame);
        return stack;
    }

    private bool TryReadLocations(in ProtobufReader reader)
    {
        if (reader.WireType == WireType.Bytes) return TryReadLocations(reader.Bytes);
        if (_count == _locations.Length) Array.Resize(ref _locations, _count * 2);
        int row = _tables.LocationIds.Find(reader.Number);
        _isUnknown |= row < 0;
        _locations[_count++] = row;
        return reader.WireType == WireType.Varint;
    }

    // The ids of most files are small, so that one and two bytes are decoded here.
    private bool TryReadLocations(ReadOnlySpan<byte> packed)
    {
        if (_locations.Length - _count < packed.Length) Array.Resize(ref _locations, Math.Max(_locations.Length * 2, _count + packed.Length));
        int[] locations = _locations;
        IdTable ids = _tables.LocationIds;
        int next = _count;
        for (int position = 0; position < packed.Length;)
        {
            ulong id = packed[position];
            if (id < 0x80)
            {
                position++;
            }
            else if (position + 1 < packed.Length && packed[position + 1] < 0x80)
            {
                id = (id & 0x7F) | ((ulong)packed[position + 1] << 7);
                position += 2;
            }
            else if (!ProtobufReader.TryReadVarint(packed, ref position, out id))
            {
                return false;
            }
            int row = ids.Find(id);
            _isUnknown |= row < 0;
            locations[next++] = row;
        }
        _count = next;
        return true;
    }

    // If stacks occur again after all, lists are remembered again.
    private void CountStack(bool isNew)
    {
        if (isNew) _newLists++;
        else _repeatedLists++;
        if (_repeatedLists < _newLists / MinimumRepeats) return;
        _isMostlyNew = false;
        _newLists = _repeatedLists = 0;
    }

    // Most stacks that are new leave the path of the previous sample at a stack that is known.
    private void PrefetchStack()
    {
        ReadOnlySpan<int> locations = _locations.AsSpan(0, _count);
        if (_isUnknown) return;
        int common = _path.FindBranch(locations, out StackId stack);
        if (common < 0 || common >= locations.Length) return;
        if (_frames.Peek(locations[^(common + 1)]) is { } frame) _builder.PrefetchStack(stack, frame);
    }

    private bool TryReadValues(in ProtobufReader reader, ref int count)
    {
        var numbers = new RepeatedNumbers(reader);
        while (numbers.MoveNext())
        {
            if (count < _values.Length) _values[count] = (long)numbers.Current;
            count++;
        }
        return !numbers.IsMalformed;
    }

    private ProfileFormatException Difference(long value, InputPosition position) => _context.Unsupported(
        FormattableString.Invariant($"a sample has the negative value {value}: the profile is a difference of two, as go tool pprof -base writes it; ")
        + "read both profiles and compare them instead", position);
}
