using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The tables of one thread: its stacks, frames, functions, resources and texts, each in the order of first use.</summary>
internal sealed class FirefoxThreadTables(Profile profile, int[] libOfModule)
{
    private readonly Dictionary<int, int> _stacks = []; // the row of each stack of the profile that is used
    private readonly Dictionary<int, int> _frames = [];
    private readonly Dictionary<(int Symbol, int Module, int Source, bool IsScript), int> _functions = [];
    private readonly Dictionary<int, int> _resources = []; // by library
    private readonly Dictionary<(int Table, int Name), int> _texts = [];
    private readonly List<(int Frame, int Prefix)> _stackRows = [];
    private readonly List<(int Frame, int Function)> _frameRows = [];
    private readonly List<(int Name, int Resource, int File, bool IsScript)> _functionRows = [];
    private readonly List<(int Lib, int Name)> _resourceRows = [];
    private readonly List<(int Table, int Name)> _textRows = [];
    private readonly List<int> _path = [];

    // The tables of names that texts come from.
    private const int Symbols = 0;
    private const int Modules = 1;
    private const int Sources = 2;
    private const int NoRow = -1;

    /// <summary>Returns the row of a stack; <c>null</c> for the empty one.</summary>
    public int? GetOrAdd(StackId stack)
    {
        if (stack == StackId.Empty) return null;
        _path.Clear();
        int row;
        while (!_stacks.TryGetValue(stack.Value, out row))
        {
            _path.Add(stack.Value);
            stack = profile.Stacks.Parents[stack.Value];
            if (stack != StackId.Empty) continue;
            row = NoRow;
            break;
        }
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            _stackRows.Add((GetFrame(profile.Stacks.Frames[_path[i]]), row));
            row = _stackRows.Count - 1;
            _stacks.Add(_path[i], row);
        }
        return row;
    }

    /// <summary>Writes all tables.</summary>
    public void Write(Utf8JsonWriter json)
    {
        Start(json, "stackTable"u8, _stackRows.Count);
        WriteColumn(json, "frame"u8, _stackRows, row => row.Frame);
        WriteColumn(json, "prefix"u8, _stackRows, row => row.Prefix);
        WriteColumn(json, "category"u8, _stackRows, row => CategoryOf(_frameRows[row.Frame].Frame));
        WriteColumn(json, "subcategory"u8, _stackRows, _ => 0);
        json.WriteEndObject();

        Start(json, "frameTable"u8, _frameRows.Count);
        WriteConstant(json, "address"u8, _frameRows.Count, -1);
        WriteColumn(json, "inlineDepth"u8, _frameRows, row => profile.Frames[new FrameId(row.Frame)].IsInlined ? 1 : 0);
        WriteColumn(json, "category"u8, _frameRows, row => CategoryOf(row.Frame));
        WriteColumn(json, "subcategory"u8, _frameRows, _ => 0);
        WriteColumn(json, "func"u8, _frameRows, row => row.Function);
        WriteConstant(json, "nativeSymbol"u8, _frameRows.Count, null);
        WriteConstant(json, "innerWindowID"u8, _frameRows.Count, null);
        WriteConstant(json, "implementation"u8, _frameRows.Count, null);
        WriteColumn(json, "line"u8, _frameRows, row => OrNoRow(profile.Frames[new FrameId(row.Frame)].Line));
        WriteColumn(json, "column"u8, _frameRows, row => OrNoRow(profile.Frames[new FrameId(row.Frame)].Column));
        json.WriteEndObject();

        Start(json, "funcTable"u8, _functionRows.Count);
        json.WriteStartArray("isJS"u8);
        foreach ((_, _, _, bool isScript) in _functionRows) json.WriteBooleanValue(isScript);
        json.WriteEndArray();
        json.WriteStartArray("relevantForJS"u8);
        for (int i = 0; i < _functionRows.Count; i++) json.WriteBooleanValue(value: false);
        json.WriteEndArray();
        WriteColumn(json, "name"u8, _functionRows, row => row.Name);
        json.WriteStartArray("resource"u8);
        foreach ((_, int resource, _, _) in _functionRows) json.WriteNumberValue(resource); // -1 if there is none
        json.WriteEndArray();
        WriteColumn(json, "fileName"u8, _functionRows, row => row.File);
        WriteConstant(json, "lineNumber"u8, _functionRows.Count, null);
        WriteConstant(json, "columnNumber"u8, _functionRows.Count, null);
        json.WriteEndObject();

        Start(json, "resourceTable"u8, _resourceRows.Count);
        WriteColumn(json, "lib"u8, _resourceRows, row => row.Lib);
        WriteColumn(json, "name"u8, _resourceRows, row => row.Name);
        WriteConstant(json, "host"u8, _resourceRows.Count, null);
        WriteConstant(json, "type"u8, _resourceRows.Count, 1); // a library
        json.WriteEndObject();

        Start(json, "nativeSymbols"u8, 0);
        WriteConstant(json, "libIndex"u8, 0, null);
        WriteConstant(json, "address"u8, 0, null);
        WriteConstant(json, "name"u8, 0, null);
        WriteConstant(json, "functionSize"u8, 0, null);
        json.WriteEndObject();

        json.WriteStartArray("stringArray"u8);
        foreach ((int table, int name) in _textRows) WriteText(json, GetText(table, name));
        json.WriteEndArray();
    }

    private static void Start(Utf8JsonWriter json, ReadOnlySpan<byte> name, int length)
    {
        json.WriteStartObject(name);
        json.WriteNumber("length"u8, length);
    }

    // A negative value is null.
    private static void WriteColumn<TRow>(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<TRow> rows, Func<TRow, int> value)
    {
        json.WriteStartArray(name);
        foreach (TRow row in rows)
        {
            int number = value(row);
            if (number < 0) json.WriteNullValue();
            else json.WriteNumberValue(number);
            FirefoxNumbers.Flush(json);
        }
        json.WriteEndArray();
    }

    private static void WriteConstant(Utf8JsonWriter json, ReadOnlySpan<byte> name, int count, int? value)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < count; i++)
        {
            if (value is { } number) json.WriteNumberValue(number);
            else json.WriteNullValue();
            FirefoxNumbers.Flush(json);
        }
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        // The writer refuses bytes that are not UTF-8. They become U+FFFD.
        if (Utf8.IsValid(text)) json.WriteStringValue(text);
        else json.WriteStringValue(Encoding.UTF8.GetString(text));
        FirefoxNumbers.Flush(json);
    }

    private static int OrNoRow(int position) => position > 0 ? position : NoRow;

    private int CategoryOf(int frame) => FirefoxKinds.CategoryOf(profile.Frames[new FrameId(frame)].Kind);

    private int GetFrame(FrameId id)
    {
        if (_frames.TryGetValue(id.Value, out int row)) return row;
        row = _frameRows.Count;
        _frames.Add(id.Value, row);
        _frameRows.Add((id.Value, GetFunction(profile.Frames[id])));
        return row;
    }

    private int GetFunction(in Frame frame)
    {
        bool isScript = frame.Kind is FrameKind.Jit or FrameKind.Interpreted;
        (int, int, int, bool) key = (frame.Symbol.Value, frame.Module.Value, frame.Source.Value, isScript);
        if (_functions.TryGetValue(key, out int row)) return row;
        row = _functionRows.Count;
        _functions.Add(key, row);
        _functionRows.Add((
            GetTextRow(Symbols, frame.Symbol.Value),
            frame.Module == ModuleId.None ? NoRow : GetResource(frame.Module),
            frame.Source == SourceId.None ? NoRow : GetTextRow(Sources, frame.Source.Value),
            isScript));
        return row;
    }

    private int GetResource(ModuleId module)
    {
        int lib = libOfModule[module.Value] - 1;
        if (_resources.TryGetValue(lib, out int row)) return row;
        row = _resourceRows.Count;
        _resources.Add(lib, row);
        _resourceRows.Add((lib, GetTextRow(Modules, module.Value)));
        return row;
    }

    private int GetTextRow(int table, int name)
    {
        if (_texts.TryGetValue((table, name), out int row)) return row;
        row = _textRows.Count;
        _texts.Add((table, name), row);
        _textRows.Add((table, name));
        return row;
    }

    private ReadOnlySpan<byte> GetText(int table, int name) => table switch
    {
        Symbols => profile.Symbols.GetUtf8(new SymbolId(name)),
        Modules => profile.Modules.GetUtf8(new ModuleId(name)),
        _ => profile.Sources.GetUtf8(new SourceId(name)),
    };
}
