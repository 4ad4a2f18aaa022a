using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The recorded machine at the current time: takes records in the order of time, keeps the threads and mappings, and resolves the call chains of
/// samples to modules.
/// </summary>
internal sealed class RecordedMachine : IRecordHandler
{
    private const uint Executable = 4; // PROT_EXEC
    private const uint HugePages = 0x40000; // MAP_HUGETLB
    private const ushort MmapData = 1 << 13;
    private const ushort Unregister = 1;

    private readonly ReadContext _context;
    private readonly PerfByteOrder _order;
    private readonly ProcessTable _processes;
    private readonly StackResolver _resolver;
    private readonly RawSamples _samples;
    private readonly IUserUnwinder _unwinder;
    private readonly CallchainDecoder _callchains;
    private readonly DeferredSamples _deferred = new();

    public RecordedMachine(
        ReadContext context, PerfByteOrder order, ProfileBuilder builder, CallchainTable chains, RawSamples samples, IUserUnwinder unwinder)
    {
        _context = context;
        _order = order;
        _processes = new ProcessTable(builder);
        _samples = samples;
        _unwinder = unwinder;
        _callchains = new CallchainDecoder(chains, order);
        _resolver = new StackResolver(chains.Nodes, Modules);
    }

    public ModuleTable Modules { get; } = new();

    public StackResolver Resolver => _resolver;

    /// <summary>The number of user stacks that were not unwound to their end.</summary>
    public long NotUnwoundCount { get; private set; }

    /// <summary>The number of samples whose user call chain is not in the recording.</summary>
    public long DeferredCount => _deferred.Count;

    /// <summary>The address of the kernel's first function, and its name, by which a symbol table of another start of the machine is moved.</summary>
    public KernelAnchor? Anchor { get; private set; }

    public void TakeSample(long time, in QueuedSample sample, ReadOnlySpan<byte> userState)
    {
        if ((_samples.Count & 0xFFF) == 0) _context.CancellationToken.ThrowIfCancellationRequested();
        RecordedThread thread = _processes.GetThread(sample.Pid, sample.Tid);
        AddressSpace space = _processes.GetSpace(thread.Pid);
        int node = sample.Node;
        if (!userState.IsEmpty) node = Unwind(node, userState, sample.Event, space);
        int stack = _resolver.Resolve(node, space, _processes.Kernel);
        if (sample.Cookie != 0) _deferred.Add(sample.Cookie, thread.Tid, _samples.Count, node);
        _samples.Add(time, sample, stack, _processes.GetProfileThread(thread, sample.Pid, sample.Tid));
    }

    public void TakeRecord(RecordHeader header, ReadOnlySpan<byte> body)
    {
        bool isRead = header.Type switch
        {
            RecordType.Mmap => TakeMapping(header, body, hasDetails: false),
            RecordType.Mmap2 => TakeMapping(header, body, hasDetails: true),
            RecordType.Comm => TakeComm(header, body),
            RecordType.Fork => TakeFork(header, body),
            RecordType.Exit => TakeExit(body),
            RecordType.KernelSymbol => TakeKernelSymbol(body),
            RecordType.CallchainDeferred => TakeCallchain(body),
            _ => true,
        };
        if (!isRead) _context.Report(PerfDataProblem.ShortRecord);
    }

    private int Unwind(int node, ReadOnlySpan<byte> userState, int eventIndex, AddressSpace space)
    {
        int chainLength = MemoryMarshal.Read<int>(userState), registerLength = MemoryMarshal.Read<int>(userState[sizeof(int)..]);
        ReadOnlySpan<byte> rest = userState[(2 * sizeof(int))..];
        ReadOnlySpan<byte> chain = rest[..chainLength], registers = rest.Slice(chainLength, registerLength), stack = rest[(chainLength + registerLength)..];
        bool isUnwound = _unwinder.TryUnwind(eventIndex, registers, stack, space, Modules, out ReadOnlySpan<ulong> addresses);
        if (!isUnwound) NotUnwoundCount++;
        int unwound = _callchains.GetNode(chain, addresses, _context.Options.MaximumFrames);
        return unwound >= 0 ? unwound : node;
    }

    // The number, the count and the addresses; then the process and the thread, where the records of the recording have them.
    private bool TakeCallchain(ReadOnlySpan<byte> body)
    {
        if (body.Length < 16) return false;
        ulong cookie = _order.ReadUInt64(body), count = _order.ReadUInt64(body[8..]);
        body = body[16..];
        if (count > (ulong)(body.Length / sizeof(ulong))) return false;
        int length = (int)count * sizeof(ulong);
        if (body.Length - length < sizeof(ulong)) return false;
        int pid = _order.ReadInt32(body[length..]), tid = _order.ReadInt32(body[(length + 4)..]);
        foreach ((int sample, int kernelNode) in _deferred.Take(cookie, tid))
        {
            int node = _callchains.GetNode(kernelNode, body[..length], _context.Options.MaximumFrames);
            if (_callchains.Problem is { } problem) _context.Report(problem);
            if (node < 0) _context.CheckFrames(int.MaxValue, default);
            _samples.SetStack(sample, _resolver.Resolve(node, _processes.GetSpace(_processes.GetThread(pid, tid).Pid), _processes.Kernel));
        }
        return true;
    }

    private bool TakeComm(RecordHeader header, ReadOnlySpan<byte> body)
    {
        if (body.Length < 8) return false;
        _processes.SetComm(_order.ReadInt32(body), _order.ReadInt32(body[4..]), Text(body[8..]), header.IsExec);
        return true;
    }

    private bool TakeFork(RecordHeader header, ReadOnlySpan<byte> body)
    {
        if (body.Length < 16) return false;
        int pid = _order.ReadInt32(body), parentPid = _order.ReadInt32(body[4..]);
        int tid = _order.ReadInt32(body[8..]), parentTid = _order.ReadInt32(body[12..]);
        _processes.Fork(pid, tid, parentPid, parentTid, copiesMappings: !header.IsForkWithoutMaps);
        return true;
    }

    private bool TakeExit(ReadOnlySpan<byte> body)
    {
        if (body.Length < 16) return false;
        _processes.Exit(_order.ReadInt32(body), _order.ReadInt32(body[8..]));
        return true;
    }

    private bool TakeMapping(RecordHeader header, ReadOnlySpan<byte> body, bool hasDetails)
    {
        int details = hasDetails ? 32 : 0;
        if (body.Length < 32 + details) return false;
        int pid = _order.ReadInt32(body);
        ulong start = _order.ReadUInt64(body[8..]), length = _order.ReadUInt64(body[16..]), offset = _order.ReadUInt64(body[24..]);
        ReadOnlySpan<byte> name = Text(body[(32 + details)..]);
        uint protection = (header.Misc & MmapData) != 0 ? 0 : Executable, flags = 0;
        ReadOnlySpan<byte> buildId = default;
        if (hasDetails)
        {
            ReadOnlySpan<byte> detail = body.Slice(32, 32);
            if (header.HasBuildId) buildId = detail.Slice(4, Math.Min((int)detail[0], 20));
            protection = _order.ReadUInt32(detail[24..]);
            flags = _order.ReadUInt32(detail[28..]);
        }
        ulong end = unchecked(start + length) < start ? ulong.MaxValue : start + length;
        if (header.Mode is CpuMode.Kernel) AddKernelMapping(start, end, offset, name, buildId);
        else if (header.Mode is not (CpuMode.GuestKernel or CpuMode.GuestUser)) AddMapping(pid, start, end, offset, name, protection, flags, buildId);
        return true;
    }

    private void AddMapping(int pid, ulong start, ulong end, ulong offset, ReadOnlySpan<byte> name, uint protection, uint flags, ReadOnlySpan<byte> buildId)
    {
        int module;
        if (MappedFileName.IsDoubleMapped(name))
        {
            module = Modules.GetOrAdd(MappedFileName.WithoutDeleted(name), ModuleSource.PerfMap, pid);
            offset = start;
        }
        else if (MappedFileName.IsAnonymous(name) || (flags & HugePages) != 0)
        {
            bool hasCode = (protection & Executable) != 0;
            module = hasCode
                ? Modules.GetOrAdd(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/tmp/perf-{pid}.map")), ModuleSource.PerfMap, pid)
                : Modules.GetOrAdd(name, ModuleSource.None);
            offset = start;
        }
        else if (MappedFileName.IsVdso(name))
        {
            module = Modules.GetOrAdd(name, ModuleSource.Vdso, 0, buildId);
            offset = 0;
        }
        else
        {
            ReadOnlySpan<byte> path = MappedFileName.WithoutDeleted(name);
            module = Modules.GetOrAdd(path, path.Length == name.Length ? ModuleSource.File : ModuleSource.DeletedFile, 0, buildId);
        }
        if (!_processes.AddMapping(pid, new Mapping(start, end, offset, module))) _context.Report(PerfDataProblem.TooManyMappings, text: name);
    }

    private void AddKernelMapping(ulong start, ulong end, ulong offset, ReadOnlySpan<byte> name, ReadOnlySpan<byte> buildId)
    {
        if (MappedFileName.IsKernel(name))
        {
            int module = _resolver.KernelModule;
            if (!buildId.IsEmpty) Modules[module].BuildId ??= buildId.ToArray();
            int bracket = name.IndexOf((byte)']');
            Anchor ??= new KernelAnchor(offset, name[(bracket + 1)..].ToArray());
            return;
        }
        Add(new Mapping(start, end, start, Modules.GetOrAdd(MappedFileName.OfKernelModule(name), ModuleSource.Kernel, 0, buildId)), name);
    }

    private bool TakeKernelSymbol(ReadOnlySpan<byte> body)
    {
        if (body.Length < 16) return false;
        ulong start = _order.ReadUInt64(body);
        uint length = _order.ReadUInt32(body[8..]);
        ReadOnlySpan<byte> name = Text(body[16..]);
        ushort flags = _order.ReadUInt16(body[14..]);
        ulong end = unchecked(start + length) < start ? ulong.MaxValue : start + length;
        int module = (flags & Unregister) != 0 ? _resolver.KernelModule : Modules.GetOrAdd(name, ModuleSource.KernelProgram);
        Add(new Mapping(start, end, start, module), name);
        return true;
    }

    private void Add(Mapping mapping, ReadOnlySpan<byte> name)
    {
        if (!_processes.Kernel.Add(mapping)) _context.Report(PerfDataProblem.TooManyMappings, text: name);
        _resolver.Forget();
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}

/// <summary>The first function of the kernel.</summary>
/// <param name="Address">Its address in the recording.</param>
/// <param name="Name">The bytes of its name, such as <c>_text</c>.</param>
internal sealed record KernelAnchor(ulong Address, byte[] Name);
