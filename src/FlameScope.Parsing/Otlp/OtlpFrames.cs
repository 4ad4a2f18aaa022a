using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Makes the stacks of a dictionary. A location and a stack are decoded when they are used for the first time.</summary>
internal sealed class OtlpFrames(ProfileBuilder builder, ReadContext context, OtlpDictionary dictionary)
{
    // See PprofSamples: more stacks than these come from locations with very many inlined functions.
    private const int StacksPerByte = 32;
    private const int FreeStacks = 1_000_000;

    private readonly StackId?[] _stacks = new StackId?[dictionary.Stacks.Count];
    private readonly FrameId[]?[] _locations = new FrameId[]?[dictionary.Locations.Count];
    private readonly (SymbolId Symbol, SourceId Source)?[] _functions = new (SymbolId, SourceId)?[dictionary.Functions.Count];
    private readonly List<(ulong Function, ulong Line, ulong Column)> _lines = [];
    private readonly List<ulong> _path = [];
    private readonly int _firstStack = builder.StackCount;

    /// <summary>Returns the stack of a row of the stack table.</summary>
    public StackId Get(ReadOnlySpan<byte> message, ulong row)
    {
        if (row == 0) return StackId.Empty;
        if (row >= (ulong)_stacks.Length)
        {
            context.Report("the index of a stack is out of range");
            return StackId.Empty;
        }
        return _stacks[row] ??= Read(message, dictionary.Stacks[(int)row]);
    }

    private StackId Read(ReadOnlySpan<byte> message, OtlpSlice slice)
    {
        _path.Clear();
        InputPosition position = dictionary.At(slice.Start);
        var reader = new ProtobufReader(slice.Of(message));
        bool isValid = true;
        while (reader.Read())
        {
            if (reader.Field != 1) continue;
            var numbers = new RepeatedNumbers(reader);
            while (numbers.MoveNext())
            {
                _path.Add(numbers.Current);
                isValid &= numbers.Current < (ulong)_locations.Length;
            }
            isValid &= !numbers.IsMalformed;
        }
        if (!isValid || reader.End != ProtobufEnd.Whole)
        {
            context.Report("a stack that is not valid", position);
            return StackId.Empty;
        }
        StackId stack = StackId.Empty;
        int depth = 0;
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            ulong location = _path[i];
            FrameId[] frames = _locations[location] ??= ReadLocation(message, dictionary.Locations[(int)location]);
            context.CheckFrames(depth += frames.Length, position);
            foreach (FrameId frame in frames) stack = builder.AddStack(stack, frame);
        }
        if (builder.StackCount - _firstStack > FreeStacks + ((long)StacksPerByte * message.Length))
        {
            throw context.Malformed("the stacks are too many for the size of the profile", position);
        }
        return stack;
    }

    // Callers first. The first line is the innermost function; all but the last were inlined into the next one.
    private FrameId[] ReadLocation(ReadOnlySpan<byte> message, OtlpSlice slice)
    {
        ulong mapping = 0, address = 0;
        FrameKind? kind = null;
        bool isValid = true;
        _lines.Clear();
        var reader = new ProtobufReader(slice.Of(message));
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when reader.WireType == WireType.Varint:
                    mapping = reader.Number;
                    break;
                case 2 when reader.WireType == WireType.Varint:
                    address = reader.Number;
                    break;
                case 3 when reader.WireType == WireType.Bytes:
                    isValid &= TryAddLine(reader.Bytes);
                    break;
                case 4:
                    var numbers = new RepeatedNumbers(reader);
                    while (numbers.MoveNext()) kind ??= ReadFrameType(message, numbers.Current);
                    isValid &= !numbers.IsMalformed;
                    break;
                case 1 or 2 or 3:
                    isValid = false;
                    break;
            }
        }
        InputPosition position = dictionary.At(slice.Start);
        if (!isValid || reader.End != ProtobufEnd.Whole) context.Report("a location that is not valid", position);
        context.CheckFrames(_lines.Count, position);
        (ModuleId module, FrameKind moduleKind) = ReadMapping(message, mapping);
        kind ??= moduleKind;
        if (_lines.Count == 0)
        {
            return [builder.AddFrame(new Frame { Symbol = AddressName.Add(builder, address), Module = module, Kind = kind.Value })];
        }
        var frames = new FrameId[_lines.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            (ulong function, ulong line, ulong column) = _lines[frames.Length - 1 - i];
            (SymbolId symbol, SourceId source) = GetFunction(message, function, address);
            frames[i] = builder.AddFrame(new Frame
            {
                Symbol = symbol,
                Module = module,
                Kind = kind.Value,
                Source = source,
                Line = line <= int.MaxValue ? (int)line : 0,
                Column = column <= int.MaxValue ? (int)column : 0,
                IsInlined = i > 0,
            });
        }
        return frames;
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

    private (SymbolId Symbol, SourceId Source) GetFunction(ReadOnlySpan<byte> message, ulong row, ulong address)
    {
        if (row == 0) return (AddressName.Add(builder, address), SourceId.None);
        if (row >= (ulong)_functions.Length)
        {
            context.Report("the index of a function is out of range");
            return (AddressName.Add(builder, address), SourceId.None);
        }
        return _functions[row] ??= ReadFunction(message, dictionary.Functions[(int)row]);
    }

    private (SymbolId Symbol, SourceId Source) ReadFunction(ReadOnlySpan<byte> message, OtlpSlice slice)
    {
        ulong name = 0, systemName = 0, file = 0;
        var reader = new ProtobufReader(slice.Of(message));
        while (reader.Read())
        {
            if (reader.WireType != WireType.Varint) continue;
            if (reader.Field == 1) name = reader.Number;
            else if (reader.Field == 2) systemName = reader.Number;
            else if (reader.Field == 3) file = reader.Number;
        }
        InputPosition position = dictionary.At(slice.Start);
        if (reader.End != ProtobufEnd.Whole) context.Report("a function that is not valid", position);
        ReadOnlySpan<byte> text = dictionary.GetText(message, name);
        if (text.IsEmpty) text = dictionary.GetText(message, systemName);
        ReadOnlySpan<byte> path = dictionary.GetText(message, file);
        context.CheckSymbol(text.Length, builder.SymbolCount, position);
        context.CheckText(path.Length, position);
        return (builder.AddSymbol(text), builder.AddSource(path));
    }

    private (ModuleId Module, FrameKind Kind) ReadMapping(ReadOnlySpan<byte> message, ulong row)
    {
        if (row == 0) return (ModuleId.None, FrameKind.Unknown);
        if (row >= (ulong)dictionary.Mappings.Count)
        {
            context.Report("the index of a mapping is out of range");
            return (ModuleId.None, FrameKind.Unknown);
        }
        ulong file = 0;
        var reader = new ProtobufReader(dictionary.Mappings[(int)row].Of(message));
        while (reader.Read())
        {
            if (reader.Field == 4 && reader.WireType == WireType.Varint) file = reader.Number;
        }
        ReadOnlySpan<byte> text = dictionary.GetText(message, file);
        context.CheckText(text.Length, default);
        return (builder.AddModule(text), MappingKind.Of(text));
    }

    // The attribute that profilers of several languages use for the kind of a frame.
    private FrameKind? ReadFrameType(ReadOnlySpan<byte> message, ulong row)
    {
        if (row >= (ulong)dictionary.Attributes.Count)
        {
            context.Report("the index of an attribute is out of range");
            return null;
        }
        OtlpKeyValue pair = OtlpKeyValue.ReadRow(dictionary.Attributes[(int)row].Of(message), message, dictionary);
        if (!pair.Key.SequenceEqual("profile.frame.type"u8)) return null;
        return OtlpValue.Read(pair.Value, message, dictionary).Text switch
        {
            "kernel" => FrameKind.Kernel,
            "native" or "go" or "rust" => FrameKind.User,
            "jvm" or "dotnet" or "v8js" or "beam" => FrameKind.Jit,
            "cpython" or "php" or "phpjit" or "ruby" or "perl" or "lua" or "luajit" => FrameKind.Interpreted,
            _ => null,
        };
    }
}
