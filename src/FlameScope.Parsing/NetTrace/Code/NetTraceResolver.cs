using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Turns stacks of addresses into stacks of the profile. A stack whose names do not depend on the time is resolved once; the rest, whose code was
/// removed and replaced, for each sample.
/// </summary>
internal sealed class NetTraceResolver
{
    private const long MaximumTimedFrames = 100_000_000;
    private const int EntryShift = 2;
    private const long DoesWait = 1;
    private const long KnowsWait = 2;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly NetTraceStackTable _stacks;
    private readonly NetTraceCode _code;
    private readonly StackTable _tree;
    private readonly ProcessNames _processNames;
    private readonly SlotCache _resolvedStacks;
    private readonly SlotCache _resolvedFrames;
    private readonly Dictionary<(int Process, int Range, byte Map), FrameId> _rangeFrames = [];
    private int[] _path = new int[64];
    private long _timedFrames;

    public NetTraceResolver(
        ProfileBuilder builder, ReadContext context, NetTraceStackTable stacks, NetTraceCode code, ProcessNames processNames, int processCount)
    {
        _builder = builder;
        _context = context;
        _stacks = stacks;
        _code = code;
        _processNames = processNames;
        _tree = stacks.ToTree();
        _resolvedStacks = new SlotCache(stacks.NodeCount, processCount);
        _resolvedFrames = new SlotCache(stacks.SlotCount, processCount);
        code.Freeze();
    }

    /// <summary>The number of addresses that have no name.</summary>
    public int UnnamedCount { get; private set; }

    /// <summary>Indicates whether the time of some samples was ignored, because a file had more changes of code than a real one.</summary>
    public bool IsExhausted { get; private set; }

    public string GetProcessName(int process) => _processNames[process];

    /// <summary>Resolves a stack.</summary>
    /// <param name="process">The process.</param>
    /// <param name="node">The node of the stack.</param>
    /// <param name="ticks">The time of the sample.</param>
    /// <param name="waits">Receives whether the thread waits there.</param>
    public StackId Resolve(int process, int node, ulong ticks, out bool waits)
    {
        waits = false;
        if (node == 0) return StackId.Empty;
        long entry = _resolvedStacks[process, node];
        bool isResolved = entry != 0;
        if (!isResolved) entry = ResolvePath(process, node, ticks, out isResolved);
        if ((entry & KnowsWait) == 0)
        {
            entry |= KnowsWait | (Waits(process, node, ticks) ? DoesWait : 0);
            if (isResolved) _resolvedStacks[process, node] = entry;
        }
        waits = (entry & DoesWait) != 0;
        return new StackId((int)(entry >> EntryShift));
    }

    // An entry is the id of the stack, and whether a thread waits there, which is determined for the stacks of samples; 0 is not resolved yet.
    private long ResolvePath(int process, int node, ulong ticks, out bool isResolved)
    {
        int depth = 0;
        long entry = 0;
        for (int at = node; at != 0 && (entry = _resolvedStacks[process, at]) == 0; at = _tree.Parents[at].Value)
        {
            if (depth == _path.Length) Array.Resize(ref _path, depth * 2);
            _path[depth++] = at;
        }
        var stack = new StackId((int)(entry >> EntryShift));
        isResolved = true;
        while (depth > 0)
        {
            int at = _path[--depth];
            FrameId frame = FrameOf(process, _tree.Frames[at].Value, ticks, out bool isTimed);
            isResolved &= !isTimed || IsExhausted;
            stack = _builder.AddStack(stack, frame);
            entry = (long)stack.Value << EntryShift;
            if (isResolved) _resolvedStacks[process, at] = entry;
            else if (++_timedFrames > MaximumTimedFrames) IsExhausted = true;
        }
        return entry;
    }

    private FrameId FrameOf(int process, int slot, ulong ticks, out bool dependsOnTime)
    {
        dependsOnTime = false;
        long known = _resolvedFrames[process, slot];
        if (known != 0) return new FrameId((int)(known - 1));
        FrameId frame = FindFrame(process, slot, ticks, out dependsOnTime);
        if (!dependsOnTime) _resolvedFrames[process, slot] = frame.Value + 1L;
        return frame;
    }

    private FrameId FindFrame(int process, int slot, ulong ticks, out bool dependsOnTime)
    {
        ulong address = _stacks.GetSlot(slot, out bool isCaller);
        // A call that does not return can be the last instruction of its method, so the address after it is that of other code.
        ulong instruction = isCaller && address > 0 ? address - 1 : address;
        bool isKernel = address >= NetTraceCode.KernelStart;
        if (Find(isKernel ? _code.Kernel : _code.GetMethods(process), instruction, ticks, out dependsOnTime) is var method and >= 0)
        {
            return RangeFrame(process, isKernel ? _code.Kernel : _code.GetMethods(process)!, method, isKernel ? (byte)2 : (byte)0);
        }
        if (Find(isKernel ? _code.KernelFiles : _code.GetFiles(process), instruction, ticks, out dependsOnTime) is var file and >= 0)
        {
            return RangeFrame(process, isKernel ? _code.KernelFiles : _code.GetFiles(process)!, file, isKernel ? (byte)3 : (byte)1);
        }
        UnnamedCount++;
        string name = string.Create(CultureInfo.InvariantCulture, $"[unknown] 0x{address:x}");
        return _builder.AddFrame(AddSymbol(Encoding.ASCII.GetBytes(name)), ModuleId.None, isKernel ? FrameKind.Kernel : FrameKind.Unknown);
    }

    private static int Find(CodeMap? map, ulong address, ulong ticks, out bool dependsOnTime)
    {
        dependsOnTime = false;
        return map is null ? -1 : map.Find(address, ticks, out dependsOnTime);
    }

    private FrameId RangeFrame(int process, CodeMap map, int index, byte mapNumber)
    {
        if (map.IsExhausted) IsExhausted = true;
        if (_rangeFrames.TryGetValue((process, index, mapNumber), out FrameId known)) return known;
        CodeRange range = map[index];
        SymbolId symbol = AddSymbol(_code.GetName(range.Name));
        ModuleId module = _builder.AddModule(_code.GetName(_code.GetModule(process, range)));
        FrameId frame = _builder.AddFrame(symbol, module, range.Kind);
        _rangeFrames.Add((process, index, mapNumber), frame);
        return frame;
    }

    private SymbolId AddSymbol(ReadOnlySpan<byte> name)
    {
        _context.CheckSymbol(name.Length, _builder.SymbolCount, default);
        return _builder.AddSymbol(name);
    }

    // An innermost frame without a name is a stub by which managed code calls the system: the rundown names no stubs of precompiled code.
    private bool Waits(int process, int node, ulong ticks)
    {
        if (MethodName(process, _tree.Frames[node].Value, ticks).IsEmpty) node = _tree.Parents[node].Value;
        for (; node != 0; node = _tree.Parents[node].Value)
        {
            ReadOnlySpan<byte> name = MethodName(process, _tree.Frames[node].Value, ticks);
            if (!WaitRule.IsTransparent(name)) return WaitRule.IsWait(name);
        }
        return false;
    }

    private ReadOnlySpan<byte> MethodName(int process, int slot, ulong ticks)
    {
        ulong address = _stacks.GetSlot(slot, out bool isCaller);
        CodeMap? methods = _code.GetMethods(process);
        int index = Find(methods, isCaller && address > 0 ? address - 1 : address, ticks, out _);
        return index < 0 ? default : _code.GetName(methods![index].Name);
    }
}
