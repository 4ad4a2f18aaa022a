using System.Runtime.InteropServices;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The dictionary of a message. Row 0 of each table is empty and means that there is none.</summary>
internal sealed class OtlpTables
{
    private readonly Profile _profile;
    private readonly FrameLocations _locations;
    private readonly int[] _stackRows;
    private readonly List<StackId> _stacks = [StackId.Empty];
    private readonly Dictionary<(SymbolId, SourceId), int> _functions = [];
    private readonly Dictionary<ModuleId, int> _mappings = [];
    private readonly Dictionary<(string Key, string? Text, long Number, string Unit), int> _attributes = [];
    private readonly Dictionary<(ThreadId, LabelSetId, int), int[]> _sets = [];
    private readonly List<int> _path = [];
    private readonly List<FrameId> _lines = [];
    private readonly List<int> _set = [];

    public OtlpTables(Profile profile)
    {
        _profile = profile;
        _locations = new FrameLocations(profile);
        _stackRows = new int[profile.Stacks.Count];
    }

    public TextTable Texts { get; } = new();

    /// <summary>Returns the row of a stack.</summary>
    public int AddStack(StackId stack)
    {
        if (stack == StackId.Empty) return 0;
        ref int row = ref _stackRows[stack.Value];
        if (row != 0) return row;
        row = _stacks.Count;
        _stacks.Add(stack);
        return row;
    }

    /// <summary>Returns the rows of the attributes of samples: the thread, the processor and the labels.</summary>
    public int[] AddAttributes(ThreadId thread, LabelSetId labels, int cpu)
    {
        if (_sets.TryGetValue((thread, labels, cpu), out int[]? rows)) return rows;
        _set.Clear();
        ThreadInfo info = _profile.Threads[thread];
        if (!_profile.Comms.GetUtf8(info.Comm).IsEmpty) Add("thread.name", _profile.Comms[info.Comm], 0, "");
        if (info.Tid is { } tid) Add("thread.id", null, tid, "");
        if (info.Pid is { } pid) Add("process.pid", null, pid, "");
        if (info.ProcessName is { } name && !_profile.Comms.GetUtf8(name).IsEmpty) Add("process.executable.name", _profile.Comms[name], 0, "");
        if (cpu != SampleTable.NoCpu) Add("cpu.logical_number", null, cpu, "");
        foreach (SampleLabel label in _profile.LabelSets[labels]) Add(label.Key, label.Text, label.Number ?? 0, label.Unit);
        rows = [.. _set];
        _sets.Add((thread, labels, cpu), rows);
        return rows;
    }

    /// <summary>Writes the fields of the dictionary.</summary>
    public void WriteTo(ProtobufWriter output)
    {
        // The rows that a table refers to are added while it is written, so that the tables follow this order. Fields may have any order.
        WriteEmpty(output, 7);
        for (int row = 1; row < _stacks.Count; row++)
        {
            _path.Clear();
            _locations.AddTo(_stacks[row], _path);
            output.BeginMessage(7);
            output.WritePacked(1, _path);
            output.EndMessage();
        }
        WriteEmpty(output, 2);
        for (int row = 1; row < _locations.Count; row++) WriteLocation(output, row);
        WriteEmpty(output, 1);
        foreach (ModuleId module in _mappings.Keys)
        {
            output.BeginMessage(1);
            output.WriteVarint(4, Texts.Add(_profile.Modules[module]));
            output.EndMessage();
        }
        WriteEmpty(output, 3);
        foreach ((SymbolId symbol, SourceId source) in _functions.Keys)
        {
            output.BeginMessage(3);
            output.WriteVarint(1, Texts.Add(_profile.Symbols[symbol]));
            output.WriteVarint(3, Texts.Add(_profile.Sources[source]));
            output.EndMessage();
        }
        WriteEmpty(output, 4);
        WriteEmpty(output, 6);
        foreach ((string key, string? text, long number, string unit) in _attributes.Keys)
        {
            output.BeginMessage(6);
            output.WriteVarint(1, Texts.Add(key));
            output.BeginMessage(2);
            if (text is not null) output.WriteBytes(1, Encoding.UTF8.GetBytes(text));
            else output.WriteRequiredVarint(3, number);
            output.EndMessage();
            output.WriteVarint(3, Texts.Add(unit));
            output.EndMessage();
        }
        Texts.WriteTo(output, 5);
    }

    private static void WriteEmpty(ProtobufWriter output, int field) => output.WriteBytes(field, default);

    private void WriteLocation(ProtobufWriter output, int location)
    {
        _lines.Clear();
        _locations.AddFrames(location, _lines);
        Frame outer = _profile.Frames[_lines[^1]];
        output.BeginMessage(2);
        output.WriteVarint(1, AddMapping(outer.Module));
        foreach (FrameId id in _lines)
        {
            Frame frame = _profile.Frames[id];
            output.BeginMessage(3);
            output.WriteVarint(1, AddFunction(frame));
            output.WriteVarint(2, frame.Line);
            output.WriteVarint(3, frame.Column);
            output.EndMessage();
        }
        // The conventions name the runtime of other kinds, which is not known here.
        string? type = outer.Kind switch { FrameKind.Kernel => "kernel", FrameKind.User => "native", _ => null };
        if (type is not null) output.WritePacked(4, (ReadOnlySpan<int>)[AddAttribute("profile.frame.type", type, 0, "")]);
        output.EndMessage();
    }

    private void Add(string key, string? text, long number, string unit) => _set.Add(AddAttribute(key, text, number, unit));

    private int AddAttribute(string key, string? text, long number, string unit)
    {
        ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(_attributes, (key, text, number, unit), out _);
        if (row == 0) row = _attributes.Count;
        return row;
    }

    private int AddMapping(ModuleId module)
    {
        if (module == ModuleId.None) return 0;
        ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(_mappings, module, out _);
        if (row == 0) row = _mappings.Count;
        return row;
    }

    private int AddFunction(Frame frame)
    {
        ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(_functions, (frame.Symbol, frame.Source), out _);
        if (row == 0) row = _functions.Count;
        return row;
    }
}
