using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the resolved samples to the profile, with the names of the functions.</summary>
internal sealed class SymbolizedSamples(
    PerfDataReader options,
    ProfileBuilder builder,
    ReadContext context,
    EventTable events,
    RecordedMachine machine,
    RecordingFeatures features,
    SymbolFinder finder)
{
    private const int MaximumMissing = 100;

    private readonly int[] _missing = new int[machine.Modules.Count]; // addresses without a function, by module
    private ModuleSymbols?[] _symbols = [];
    private readonly List<Frame> _rows = [];

    /// <summary>Adds the samples.</summary>
    public void Write(RawSamples samples, TracepointPayloads payloads, PerfByteOrder order)
    {
        samples.MoveTo(builder, AddStacks(), payload => payloads.GetLabels(payload, events, features.Tracepoints, order, builder));
        AddMissing();
        builder.Header = features.ToHeader();
    }

    // The modules with the most addresses first.
    private void AddMissing()
    {
        var counts = new long[_missing.Length];
        for (int module = 0; module < counts.Length; module++) counts[module] = -_missing[module];
        foreach (int module in StableOrder.Of(counts).AsSpan(0, Math.Min(counts.Length, MaximumMissing)))
        {
            if (_missing[module] == 0) break;
            string name = Encoding.UTF8.GetString(machine.Modules[module].Name);
            string reason = _symbols[module]?.MissingReason ?? ModuleSymbols.NoFile;
            features.Add("missing symbols", string.Create(CultureInfo.InvariantCulture, $"{name}: {_missing[module]} addresses, {reason}"));
        }
    }

    private StackId[] AddStacks()
    {
        AddressTable places = machine.Resolver.Places;
        StackTable raw = machine.Resolver.Stacks.ToTable();
        _symbols = FindSymbols(places);
        var frames = new FrameId[places.Count][];
        var names = new NameCache(options.Demangle);
        for (int place = 1; place < places.Count; place++) frames[place] = AddFrames(places, place, _symbols[places.GetOwner(place)], names);
        var stacks = new StackId[raw.Count];
        for (int i = 1; i < stacks.Length; i++)
        {
            StackId stack = stacks[raw.Parents[i].Value];
            foreach (FrameId frame in frames[raw.Frames[i].Value]) stack = builder.AddStack(stack, frame);
            stacks[i] = stack;
        }
        return stacks;
    }

    private ModuleSymbols?[] FindSymbols(AddressTable places)
    {
        var isUsed = new bool[machine.Modules.Count];
        for (int place = 1; place < places.Count; place++) isUsed[places.GetOwner(place)] = true;
        var indexes = new List<int>();
        var modules = new List<MappedModule>();
        for (int i = 1; i < isUsed.Length; i++)
        {
            if (!isUsed[i]) continue;
            indexes.Add(i);
            modules.Add(machine.Modules[i]);
        }
        byte[]? kernelBuildId = machine.Modules[machine.Resolver.KernelModule].BuildId;
        ModuleSymbols[] found = finder.FindAll(modules, machine.Anchor, kernelBuildId, features.Simpleperf);
        var result = new ModuleSymbols?[isUsed.Length];
        for (int i = 0; i < indexes.Count; i++) result[indexes[i]] = found[i];
        return result;
    }

    // The frames of a place, root first.
    private FrameId[] AddFrames(AddressTable places, int place, ModuleSymbols? symbols, NameCache names)
    {
        int index = places.GetOwner(place);
        MappedModule module = machine.Modules[index];
        ReadOnlySpan<byte> name = default;
        if (module.Source == ModuleSource.KernelProgram) name = module.Name;
        else if (symbols is not null && symbols.TryFind(places.GetAddress(place), out SymbolTable table, out int symbol)) name = names.Get(table, symbol);
        else if (index != 0) _missing[index]++;
        ModuleId moduleId = builder.AddModule(module.Name);
        FrameKind kind = places.GetMode(place) == CpuMode.Kernel ? FrameKind.Kernel : LinuxModuleKind.Of(module.Name);
        if (kind != FrameKind.Jit) return [builder.AddFrame(AddSymbol(name), moduleId, kind)];
        _rows.Clear();
        for (int arrow; (arrow = PackedSymbol.LastArrow(name)) > 0; name = name[..arrow])
        {
            _rows.Add(new Frame { Symbol = AddSymbol(name[(arrow + 2)..]), Module = moduleId, Kind = kind, IsInlined = true });
        }
        _rows.Add(new Frame { Symbol = AddSymbol(name), Module = moduleId, Kind = kind });
        _rows.Reverse();
        return [.. _rows.Select(builder.AddFrame)];
    }

    private SymbolId AddSymbol(ReadOnlySpan<byte> name)
    {
        SymbolId id = builder.AddSymbol(name);
        context.CheckSymbol(name.Length, builder.SymbolCount);
        return id;
    }
}
