using System.Buffers;
using System.Text.Unicode;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The code of all recorded processes: methods, modules, mapped files and symbols, as the events of the recording describe them.</summary>
internal sealed class NetTraceCode
{
    /// <summary>The first address of the kernel. Its code is that of all processes.</summary>
    public const ulong KernelStart = 0x8000_0000_0000_0000;

    private readonly Utf8Interner _names = new();
    private readonly NumberInterner _modules = new();
    private readonly List<int> _modulePaths = [];
    private readonly NumberInterner _mappings = new();
    private readonly List<(int Process, int Path, bool IsManaged)> _mappingRows = [];
    private readonly List<CodeMap?> _methods = [];
    private readonly List<CodeMap?> _files = [];
    private byte[] _text = new byte[512];

    public NetTraceCode() => _names.GetOrAdd(default); // name 0 is the empty one

    /// <summary>The methods and symbols of the kernel, and its mapped files.</summary>
    public CodeMap Kernel { get; } = new();

    public CodeMap KernelFiles { get; } = new();

    /// <summary>Indicates whether the recording lists the code of its processes, which it does at its end.</summary>
    public bool HasRundown { get; private set; }

    public ReadOnlySpan<byte> GetName(int name) => _names.Slices[name];

    public CodeMap? GetMethods(int process) => process < _methods.Count ? _methods[process] : null;

    public CodeMap? GetFiles(int process) => process < _files.Count ? _files[process] : null;

    /// <summary>Returns the name of the module of a range; 0 if it has none.</summary>
    public int GetModule(int process, in CodeRange range)
    {
        if (range.Method == 0) return (int)range.Module; // a symbol, or a mapped file
        int index = _modules.Find(ModuleKey(process, range.Module));
        return index < 0 ? 0 : _modulePaths[index];
    }

    /// <summary>Reads an event that describes a method.</summary>
    /// <returns><c>false</c> if the event is incomplete.</returns>
    public bool ReadMethod(NetTraceRole role, ReadOnlySpan<byte> payload, int process, ulong ticks, bool isVerbose)
    {
        var cursor = new NetTraceCursor(payload);
        ulong method = Math.Max(cursor.ReadUInt64(), 1); // 0 is a range without a method
        ulong module = cursor.ReadUInt64();
        ulong start = cursor.ReadUInt64();
        uint size = cursor.ReadUInt32();
        cursor.Skip(2 * sizeof(uint));
        if (role == NetTraceRole.MethodUnload && !cursor.IsFaulty) MapOf(_methods, process).AddRemoval(start, method, ticks);
        if (!isVerbose) return !cursor.IsFaulty;
        ReadOnlySpan<char> type = cursor.ReadUtf16();
        ReadOnlySpan<char> name = cursor.ReadUtf16();
        ReadOnlySpan<char> signature = cursor.ReadUtf16();
        if (cursor.IsFaulty) return false;
        // An unload of code that was loaded before the recording is the only event with its name.
        MapOf(_methods, process).Add(new CodeRange
        {
            Start = start,
            End = Saturate(start, size),
            Method = method,
            Module = module,
            Loaded = role == NetTraceRole.MethodLoad ? Math.Max(ticks, 1) : 0,
            Unloaded = ulong.MaxValue,
            Name = MethodName(type, name, signature),
            Kind = FrameKind.Jit,
        });
        HasRundown |= role == NetTraceRole.MethodRundown;
        return true;
    }

    /// <summary>Reads an event that describes a module.</summary>
    /// <returns><c>false</c> if the event is incomplete.</returns>
    public bool ReadModule(ReadOnlySpan<byte> payload, int process, bool isDomainModule)
    {
        var cursor = new NetTraceCursor(payload);
        ulong module = cursor.ReadUInt64();
        cursor.Skip(sizeof(ulong) + (isDomainModule ? sizeof(ulong) : 0) + (2 * sizeof(uint)));
        ReadOnlySpan<char> path = cursor.ReadUtf16();
        if (cursor.IsFaulty) return false;
        int index = _modules.GetOrAdd(ModuleKey(process, module));
        if (index == _modulePaths.Count) _modulePaths.Add(0);
        _modulePaths[index] = _names.GetOrAdd(ToUtf8(path, 0));
        return true;
    }

    /// <summary>Reads an event that describes a mapped file.</summary>
    /// <returns><c>false</c> if the event is incomplete.</returns>
    public bool ReadMapping(ReadOnlySpan<byte> payload, NetTraceThreads threads, NetTraceThreads.Row thread, ulong ticks)
    {
        var cursor = new NetTraceCursor(payload);
        ulong id = cursor.ReadVarUInt64();
        ulong processId = cursor.ReadVarUInt64();
        int process = thread.ProcessId is null ? threads.GetProcess((long)processId) : thread.Process; // as TraceEvent does
        ulong start = cursor.ReadVarUInt64();
        ulong end = cursor.ReadVarUInt64();
        cursor.ReadVarUInt64(); // the offset in the file
        ReadOnlySpan<byte> path = cursor.ReadShortText();
        if (cursor.IsFaulty) return false;
        bool isManaged = path.IsEmpty || path.StartsWith("/memfd:doublemapper"u8);
        int index = _mappings.GetOrAdd(id);
        var row = (process, _names.GetOrAdd(path), isManaged);
        if (index == _mappingRows.Count) _mappingRows.Add(row);
        else _mappingRows[index] = row;
        if (isManaged) return true;
        (start >= KernelStart ? KernelFiles : MapOf(_files, process)).Add(new CodeRange
        {
            Start = start,
            End = end,
            Loaded = Math.Max(ticks, 1),
            Unloaded = ulong.MaxValue,
            Module = (ulong)row.Item2,
            Kind = start >= KernelStart ? FrameKind.Kernel : FrameKind.User,
        });
        return true;
    }

    /// <summary>Reads an event that names a range of addresses.</summary>
    /// <returns><c>false</c> if the event is incomplete.</returns>
    public bool ReadSymbol(ReadOnlySpan<byte> payload, int process, ulong ticks)
    {
        var cursor = new NetTraceCursor(payload);
        cursor.ReadVarUInt64(); // the id of the symbol
        int mapping = _mappings.Find(cursor.ReadVarUInt64());
        ulong start = cursor.ReadVarUInt64();
        ulong end = cursor.ReadVarUInt64();
        ReadOnlySpan<byte> name = cursor.ReadShortText();
        if (cursor.IsFaulty) return false;
        bool isKernel = start >= KernelStart;
        bool isManaged = mapping < 0 || _mappingRows[mapping].IsManaged;
        (isKernel ? Kernel : MapOf(_methods, mapping < 0 ? process : _mappingRows[mapping].Process)).Add(new CodeRange
        {
            Start = start,
            End = end,
            Loaded = Math.Max(ticks, 1),
            Unloaded = ulong.MaxValue,
            Name = _names.GetOrAdd(name),
            Module = mapping < 0 || isManaged ? 0 : (ulong)_mappingRows[mapping].Path,
            Kind = isKernel ? FrameKind.Kernel : isManaged ? FrameKind.Jit : FrameKind.User,
        });
        HasRundown = true;
        return true;
    }

    /// <summary>Ends the reading and prepares the searches.</summary>
    public void Freeze()
    {
        Kernel.Freeze();
        KernelFiles.Freeze();
        foreach (CodeMap? map in _methods) map?.Freeze();
        foreach (CodeMap? map in _files) map?.Freeze();
    }

    private static ulong ModuleKey(int process, ulong module) => module ^ ((ulong)(uint)process * 0x9E37_79B9_7F4A_7C15);

    private static ulong Saturate(ulong start, uint size) => start + size < start ? ulong.MaxValue : start + size;

    private static CodeMap MapOf(List<CodeMap?> maps, int process)
    {
        while (maps.Count <= process) maps.Add(null);
        return maps[process] ??= new CodeMap();
    }

    // As TraceEvent's FullMethodName: the type, the method and its arguments, without the type of the result.
    private int MethodName(ReadOnlySpan<char> type, ReadOnlySpan<char> name, ReadOnlySpan<char> signature)
    {
        int length = ToUtf8(type, 0).Length;
        _text[length++] = (byte)'.';
        length = ToUtf8(name, length).Length;
        int arguments = signature.IndexOf('(');
        return _names.GetOrAdd(ToUtf8(arguments < 0 ? default : signature[arguments..], length));
    }

    // Appends text at a position and returns all of it, with capacity for one more byte.
    private ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<char> text, int position)
    {
        int needed = position + (text.Length * 3) + 1;
        if (needed > _text.Length) Array.Resize(ref _text, Math.Max(needed, _text.Length * 2));
        OperationStatus status = Utf8.FromUtf16(text, _text.AsSpan(position), out _, out int written);
        return status == OperationStatus.Done ? _text.AsSpan(0, position + written) : _text.AsSpan(0, position);
    }
}
