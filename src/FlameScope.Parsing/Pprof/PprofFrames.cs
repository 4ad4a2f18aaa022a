using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Decodes the locations of a pprof profile into frames, each one when a sample refers to it for the first time. A location is one frame, or several
/// where functions were inlined.
/// </summary>
internal sealed class PprofFrames
{
    private const int NotDecoded = -1;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly PprofTables _tables;
    private readonly (int Start, int Count)[] _locations;
    private readonly Function[] _functions;
    private readonly (ModuleId Module, FrameKind Kind)?[] _mappings;
    private readonly List<(ulong Function, ulong Line, ulong Column)> _lines = [];
    private readonly bool[] _isIdle;
    private FrameId[] _frames = new FrameId[256];
    private int _frameCount;

    public PprofFrames(ProfileBuilder builder, ReadContext context, PprofTables tables)
    {
        _builder = builder;
        _context = context;
        _tables = tables;
        _locations = new (int, int)[tables.LocationCount];
        Array.Fill(_locations, (NotDecoded, 0));
        _isIdle = new bool[tables.LocationCount];
        _functions = new Function[tables.FunctionCount];
        _mappings = new (ModuleId, FrameKind)?[tables.MappingCount];
    }

    private struct Function
    {
        public bool IsDecoded;
        public bool IsIdle;
        public SymbolId Symbol;
        public SourceId Source;
    }

    /// <summary>Returns the frames of a location, callers first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="location">The row of the location.</param>
    public ReadOnlySpan<FrameId> Get(ReadOnlySpan<byte> file, int location)
    {
        (int start, int count) = _locations[location];
        if (start == NotDecoded)
        {
            start = _frameCount;
            Decode(file, location);
            count = _frameCount - start;
            _locations[location] = (start, count);
        }
        return _frames.AsSpan(start, count);
    }

    /// <summary>Returns the outermost frame of a location that was decoded; <c>null</c> for another one.</summary>
    public FrameId? Peek(int location)
    {
        (int start, int count) = _locations[location];
        return start != NotDecoded && count > 0 ? _frames[start] : null;
    }

    /// <summary>Indicates whether a thread at a location has no work. Its frames were read before.</summary>
    public bool IsIdle(int location) => _isIdle[location];

    private void Decode(ReadOnlySpan<byte> file, int location)
    {
        PprofTables.Slice slice = _tables.GetLocation(location);
        ulong mapping = 0, address = 0;
        _lines.Clear();
        var reader = new ProtobufReader(slice.Of(file));
        bool isValid = true;
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2 when reader.WireType == WireType.Varint:
                    mapping = reader.Number;
                    break;
                case 3 when reader.WireType == WireType.Varint:
                    address = reader.Number;
                    break;
                case 4 when reader.WireType == WireType.Bytes:
                    isValid &= TryAddLine(reader.Bytes);
                    break;
                case 2 or 3 or 4:
                    isValid = false;
                    break;
            }
        }
        if (!isValid || reader.End != ProtobufEnd.Whole) _context.Report("a location that is not valid", InputPosition.AtByte(slice.Start));
        _context.CheckFrames(_lines.Count, InputPosition.AtByte(slice.Start));
        (ModuleId module, FrameKind kind) = GetMapping(file, mapping);
        if (_lines.Count == 0)
        {
            Add(AddressName.Add(_builder, address), module, kind, SourceId.None, 0, 0, isInlined: false);
            return;
        }
        // The first line is the innermost function. All but the last were inlined into the next one.
        for (int i = _lines.Count - 1; i >= 0; i--)
        {
            (ulong id, ulong line, ulong column) = _lines[i];
            Function function = GetFunction(file, id, address);
            FrameKind lineKind = function.IsIdle ? FrameKind.Idle : kind;
            _isIdle[location] = function.IsIdle;
            Add(function.Symbol, module, lineKind, function.Source, ToPosition(line), ToPosition(column), i < _lines.Count - 1);
        }
    }

    private bool TryAddLine(ReadOnlySpan<byte> message)
    {
        ulong function = 0, line = 0, column = 0;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Varint) continue;
            if (reader.Field == 1) function = reader.Number;
            else if (reader.Field == 2) line = reader.Number;
            else if (reader.Field == 3) column = reader.Number;
        }
        _lines.Add((function, line, column));
        return reader.End == ProtobufEnd.Whole;
    }

    private Function GetFunction(ReadOnlySpan<byte> file, ulong id, ulong address)
    {
        int row = _tables.FindFunction(id);
        if (row < 0)
        {
            if (id != 0) _context.Report("the id of a function does not exist");
            return new Function { Symbol = AddressName.Add(_builder, address) };
        }
        if (!_functions[row].IsDecoded) _functions[row] = DecodeFunction(file, _tables.GetFunction(row));
        return _functions[row];
    }

    private Function DecodeFunction(ReadOnlySpan<byte> file, PprofTables.Slice slice)
    {
        ulong name = 0, systemName = 0, source = 0;
        var reader = new ProtobufReader(slice.Of(file));
        while (reader.Read())
        {
            if (reader.WireType != WireType.Varint) continue;
            if (reader.Field == 2) name = reader.Number;
            else if (reader.Field == 3) systemName = reader.Number;
            else if (reader.Field == 4) source = reader.Number;
        }
        InputPosition position = InputPosition.AtByte(slice.Start);
        if (reader.End != ProtobufEnd.Whole) _context.Report("a function that is not valid", position);
        ReadOnlySpan<byte> text = _tables.GetText(file, name);
        if (text.IsEmpty && systemName != 0) text = _tables.GetText(file, systemName);
        ReadOnlySpan<byte> path = _tables.GetText(file, source);
        _context.CheckSymbol(text.Length, _builder.SymbolCount, position);
        _context.CheckText(path.Length, position);
        return new Function
        {
            IsDecoded = true,
            IsIdle = text.SequenceEqual("(idle)"u8), // The name that V8 gives to a thread without work.
            Symbol = _builder.AddSymbol(text),
            Source = _builder.AddSource(path),
        };
    }

    private (ModuleId Module, FrameKind Kind) GetMapping(ReadOnlySpan<byte> file, ulong id)
    {
        if (id == 0) return (ModuleId.None, FrameKind.Unknown);
        int row = _tables.FindMapping(id);
        if (row < 0)
        {
            _context.Report("the id of a mapping does not exist");
            return (ModuleId.None, FrameKind.Unknown);
        }
        if (_mappings[row] is { } known) return known;
        PprofTables.Slice slice = _tables.GetMapping(row);
        ulong name = 0;
        var reader = new ProtobufReader(slice.Of(file));
        while (reader.Read())
        {
            if (reader.Field == 5 && reader.WireType == WireType.Varint) name = reader.Number;
        }
        if (reader.End != ProtobufEnd.Whole) _context.Report("a mapping that is not valid", InputPosition.AtByte(slice.Start));
        ReadOnlySpan<byte> text = _tables.GetText(file, name);
        _context.CheckText(text.Length, InputPosition.AtByte(slice.Start));
        (ModuleId, FrameKind) mapping = (_builder.AddModule(text), MappingKind.Of(text));
        _mappings[row] = mapping;
        return mapping;
    }

    private void Add(SymbolId symbol, ModuleId module, FrameKind kind, SourceId source, int line, int column, bool isInlined)
    {
        if (_frameCount == _frames.Length) Array.Resize(ref _frames, _frameCount * 2);
        _frames[_frameCount++] = _builder.AddFrame(new Frame
        {
            Symbol = symbol,
            Module = module,
            Kind = kind,
            Source = source,
            Line = line,
            Column = column,
            IsInlined = isInlined,
        });
    }

    // Some writers use -1 for a line that is not known.
    private static int ToPosition(ulong number) => number <= int.MaxValue ? (int)number : 0;
}
