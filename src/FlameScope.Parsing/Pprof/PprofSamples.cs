using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the samples of a pprof profile to a builder.</summary>
/// <remarks>
/// The stacks of consecutive samples often share their callers. The locations are therefore compared with those of the previous sample from the root,
/// and only the others are looked up.
/// </remarks>
internal sealed class PprofSamples
{
    // A stack of the file takes at least one byte. More stacks than these come from locations with very many inlined functions.
    private const int StacksPerByte = 32;
    private const int FreeStacks = 1_000_000;
    private const int MaximumSampleTypes = 1000;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly PprofTables _tables;
    private readonly PprofFrames _frames;
    private readonly PprofLabels _labels;
    private int[] _locations = new int[128]; // Rows, leaf first; of the current sample.
    private int[] _callers = new int[128]; // Rows, root first; of the previous sample.
    private StackId[] _stacks = new StackId[128]; // The stack that ends in each entry of _callers.
    private int[] _depths = new int[128]; // The number of frames of that stack.
    private int _callerCount;
    private long[] _values = [];
    private bool _isCounted;
    private SampleEventId _event;
    private long _maximumStacks;

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
            types[i] = new SampleValueType(PprofText.Decode(_tables.GetText(file, name)), PprofText.Decode(_tables.GetText(file, unit)));
        }
        string preferred = _tables.DefaultSampleType == 0 ? "" : PprofText.Decode(_tables.GetText(file, _tables.DefaultSampleType));
        _event = _builder.AddEvent("samples"u8, types, ValueTypeChoice.Choose(types, preferred));
        // By the convention of the format, the first type is the number of events if its unit is a count.
        _isCounted = types[0].Unit == "count";
        _values = new long[types.Length];
        _maximumStacks = _builder.StackCount + FreeStacks + ((long)StacksPerByte * file.Length);
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="file">The file.</param>
    /// <param name="message">The message of the sample.</param>
    /// <param name="start">The position of the message.</param>
    public void Add(ReadOnlySpan<byte> file, ReadOnlySpan<byte> message, int start)
    {
        int locations = 0, values = 0;
        bool isValid = true;
        _labels.Clear();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    isValid &= TryReadLocations(reader, ref locations);
                    break;
                case 2:
                    isValid &= TryReadValues(reader, ref values);
                    break;
                case 3:
                    isValid &= reader.WireType == WireType.Bytes && _labels.TryAdd(file, reader.Bytes);
                    break;
            }
        }
        InputPosition position = InputPosition.AtByte(start);
        if (!isValid || reader.End != ProtobufEnd.Whole)
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
        Add(file, locations, position);
    }

    private void Add(ReadOnlySpan<byte> file, int locations, InputPosition position)
    {
        StackId stack = GetStack(file, locations, position, out bool isIdle);
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
        if (!_builder.CanAdd(row))
        {
            _context.Report("a value that exceeds the range of a sum", position);
            return;
        }
        HasTimes |= time is not null;
        _builder.AddSample(row);
    }

    private StackId GetStack(ReadOnlySpan<byte> file, int count, InputPosition position, out bool isIdle)
    {
        isIdle = false;
        ReadOnlySpan<int> locations = _locations.AsSpan(0, count);
        if (locations.IndexOf(-1) >= 0)
        {
            _context.Report("the id of a location does not exist", position);
            return StackId.Empty;
        }
        if (count > _callers.Length)
        {
            Array.Resize(ref _callers, _locations.Length);
            Array.Resize(ref _stacks, _locations.Length);
            Array.Resize(ref _depths, _locations.Length);
        }
        int shared = 0;
        int limit = Math.Min(count, _callerCount);
        while (shared < limit && _callers[shared] == locations[count - 1 - shared]) shared++;
        _callerCount = shared; // Stays consistent if a limit throws.
        StackId stack = shared == 0 ? StackId.Empty : _stacks[shared - 1];
        int depth = shared == 0 ? 0 : _depths[shared - 1];
        for (int i = shared; i < count; i++)
        {
            int location = locations[count - 1 - i];
            ReadOnlySpan<FrameId> frames = _frames.Get(file, location);
            _context.CheckFrames(depth += frames.Length, position);
            foreach (FrameId frame in frames) stack = _builder.AddStack(stack, frame);
            _callers[i] = location;
            _stacks[i] = stack;
            _depths[i] = depth;
            _callerCount = i + 1;
        }
        if (_builder.StackCount > _maximumStacks) throw _context.Malformed("the stacks are too many for the size of the profile", position);
        isIdle = count > 0 && _frames.IsIdle(locations[0]);
        return stack;
    }

    private bool TryReadLocations(in ProtobufReader reader, ref int count)
    {
        var numbers = new RepeatedNumbers(reader);
        while (numbers.MoveNext())
        {
            if (count == _locations.Length) Array.Resize(ref _locations, count * 2);
            _locations[count++] = _tables.FindLocation(numbers.Current);
        }
        return !numbers.IsMalformed;
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
