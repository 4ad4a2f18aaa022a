using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The function of a node as V8 writes it. Its names are added to the builder when they are read.</summary>
internal struct V8CallFrame
{
    private SymbolId _name;
    private SourceId _url;
    private V8FunctionKind _kind;
    private bool _hasName;
    private bool _isOther;

    /// <summary>The line from 0; negative if there is none.</summary>
    public long Line { get; set; }

    /// <summary>The column from 0; negative if there is none.</summary>
    public long Column { get; set; }

    public static V8CallFrame Empty => new() { Line = -1, Column = -1 };

    /// <summary>Sets the name of the function.</summary>
    public void SetName(ProfileBuilder builder, ReadOnlySpan<byte> name)
    {
        _kind = KindOf(name);
        _hasName = !name.IsEmpty;
        _name = builder.AddSymbol(name);
    }

    /// <summary>Sets the URL of the script.</summary>
    public void SetUrl(ProfileBuilder builder, ReadOnlySpan<byte> url) => _url = builder.AddSource(url);

    /// <summary>Sets the type of the code, <c>JS</c> or <c>other</c>, which traces contain.</summary>
    public void SetCodeType(ReadOnlySpan<byte> type) => _isOther = type.SequenceEqual("other"u8);

    /// <summary>Returns the kind of the function. A function of a script can have any name.</summary>
    public readonly V8FunctionKind Kind => _url == SourceId.None ? _kind : V8FunctionKind.Function;

    /// <summary>Adds the frame to the builder.</summary>
    public readonly FrameId AddTo(ProfileBuilder builder) => builder.AddFrame(new Frame
    {
        // A function without a name is what DevTools names so.
        Symbol = _hasName ? _name : builder.AddSymbol("(anonymous)"u8),
        Source = _url,
        Line = OneBased(Line),
        Column = OneBased(Column),
        Kind = Kind switch
        {
            V8FunctionKind.Idle => FrameKind.Idle,
            V8FunctionKind.GarbageCollector => FrameKind.Runtime,
            V8FunctionKind.Program => FrameKind.Unknown,
            _ => _isOther || _url == SourceId.None ? FrameKind.User : FrameKind.Jit,
        },
    });

    private static int OneBased(long value) => value is < 0 or >= int.MaxValue ? 0 : (int)value + 1;

    private static V8FunctionKind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name[0] != '(') return V8FunctionKind.Function;
        if (name.SequenceEqual("(root)"u8)) return V8FunctionKind.Root;
        if (name.SequenceEqual("(program)"u8)) return V8FunctionKind.Program;
        if (name.SequenceEqual("(idle)"u8)) return V8FunctionKind.Idle;
        return name.SequenceEqual("(garbage collector)"u8) ? V8FunctionKind.GarbageCollector : V8FunctionKind.Function;
    }
}
