using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The stacks of a thread of a Gecko profile. A frame is a text, the location, with its category and how it runs.</summary>
internal sealed class GeckoStacks(
    ProfileBuilder builder, ReadContext context, FirefoxProfile profile, FirefoxThread thread, FirefoxCategories categories)
    : FirefoxStacks(builder, context, thread.Tables.Stacks?.Count ?? 0, thread.Tables.Frames?.Count ?? 0)
{
    private readonly FirefoxRows _stackRows = thread.Tables.Stacks ?? new FirefoxRows();
    private readonly FirefoxRows _frameRows = thread.Tables.Frames ?? new FirefoxRows();
    private readonly int _prefix = thread.Tables.Stacks?.Find("prefix") ?? -1;
    private readonly int _frame = thread.Tables.Stacks?.Find("frame") ?? -1;
    private readonly int _location = thread.Tables.Frames?.Find("location") ?? -1;
    private readonly int _category = thread.Tables.Frames?.Find("category") ?? -1;
    private readonly int _subcategory = thread.Tables.Frames?.Find("subcategory") ?? -1;
    private readonly int _implementation = thread.Tables.Frames?.Find("implementation") ?? -1;
    private readonly int _line = thread.Tables.Frames?.Find("line") ?? -1;
    private readonly int _column = thread.Tables.Frames?.Find("column") ?? -1;
    private readonly int _inlineDepth = thread.Tables.Frames?.Find("inlineDepth") ?? -1;
    private readonly FrameId[] _added = new FrameId[1];

    /// <inheritdoc/>
    protected override long GetPrefix(int stack) => _stackRows.Get(stack, _prefix);

    /// <inheritdoc/>
    protected override long GetFrame(int stack) => _stackRows.Get(stack, _frame);

    /// <inheritdoc/>
    protected override bool IsIdleFrame(int frame) => categories.IsIdle(_frameRows.Get(frame, _category));

    /// <inheritdoc/>
    protected override ReadOnlySpan<FrameId> AddFrames(int frame)
    {
        GeckoLocation location = GeckoLocation.Parse(thread.Tables.GetString(_frameRows.Get(frame, _location)));
        CheckSymbol(location.Name);
        ModuleId module = Builder.AddModule(location.Module);
        if (module == ModuleId.None && FindLib(location.Name) is { } lib) module = Builder.AddModule(lib.FullName);
        long line = _frameRows.Get(frame, _line);
        long column = _frameRows.Get(frame, _column);
        if (line <= 0)
        {
            line = location.Line;
            column = location.Column;
        }
        _added[0] = Builder.AddFrame(new Frame
        {
            Symbol = Builder.AddSymbol(location.Name),
            Module = module,
            Kind = categories.GetKind(
                _frameRows.Get(frame, _category),
                _frameRows.Get(frame, _subcategory),
                thread.Tables.GetString(_frameRows.Get(frame, _implementation)),
                module != ModuleId.None),
            IsInlined = _frameRows.Get(frame, _inlineDepth) > 0,
            Source = Builder.AddSource(location.File),
            Line = ToPosition(line),
            Column = ToPosition(column),
        });
        return _added;
    }

    private static int ToPosition(long value) => value is > 0 and <= int.MaxValue ? (int)value : 0;

    // A function without a name is the address in the process. Its library is the one that is mapped there.
    private FirefoxLib? FindLib(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("0x"u8)) return null;
        if (!ulong.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)) return null;
        return profile.FindLib(address);
    }
}

/// <summary>The location of a frame of a Gecko profile, in its parts.</summary>
internal readonly ref struct GeckoLocation
{
    public ReadOnlySpan<byte> Name { get; private init; }

    public ReadOnlySpan<byte> Module { get; private init; }

    public ReadOnlySpan<byte> File { get; private init; }

    public int Line { get; private init; }

    public int Column { get; private init; }

    /// <summary>
    /// Parses a location: <c>name (in library)</c> and <c>name (in library) + 12</c> of native code, <c>name (file:line:column)</c> and
    /// <c>file:line:column</c> of scripts. All else is a name.
    /// </summary>
    public static GeckoLocation Parse(ReadOnlySpan<byte> text)
    {
        int open = text.LastIndexOf(" (in "u8);
        if (open > 0)
        {
            ReadOnlySpan<byte> rest = text[(open + 5)..];
            int close = rest.LastIndexOf((byte)')');
            if (close >= 0 && (close == rest.Length - 1 || rest[(close + 1)..].StartsWith(" + "u8)))
            {
                return new GeckoLocation { Name = text[..open], Module = rest[..close] };
            }
        }
        if (text.EndsWith(")"u8) && (open = text.LastIndexOf(" ("u8)) > 0)
        {
            ReadOnlySpan<byte> place = text[(open + 2)..^1];
            if (TryParsePlace(place, out ReadOnlySpan<byte> file, out int line, out int column))
            {
                return new GeckoLocation { Name = text[..open], File = file, Line = line, Column = column };
            }
        }
        return new GeckoLocation { Name = text };
    }

    private static bool TryParsePlace(ReadOnlySpan<byte> place, out ReadOnlySpan<byte> file, out int line, out int column)
    {
        file = place;
        line = column = 0;
        if (!TryTakeNumber(ref file, out int last)) return place.IndexOf("://"u8) > 0 && !place.Contains((byte)' ');
        if (TryTakeNumber(ref file, out line)) column = last;
        else line = last;
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        int colon = text.LastIndexOf((byte)':');
        if (colon <= 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out number)) return false;
        text = text[..colon];
        return true;
    }
}
