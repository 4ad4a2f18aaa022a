namespace FlameScope.Parsing;

/// <summary>Decodes call chains: numbers from <c>-4095</c> on are marks that give the mode of the addresses after them.</summary>
internal sealed class CallchainDecoder(CallchainTable table, PerfByteOrder order)
{
    private const ulong FirstMark = unchecked((ulong)-4095);
    private const ulong Hypervisor = unchecked((ulong)-32);
    private const ulong Kernel = unchecked((ulong)-128);
    private const ulong User = unchecked((ulong)-512);
    private const ulong UserDeferred = unchecked((ulong)-640);
    private const ulong Guest = unchecked((ulong)-2048);
    private const ulong GuestKernel = unchecked((ulong)-2176);
    private const ulong GuestUser = unchecked((ulong)-2560);
    private const int BranchLength = 24;

    private ulong[] _words = new ulong[256];
    private ulong[] _addresses = new ulong[256]; // leaf first
    private CpuMode[] _modes = new CpuMode[256];
    private int _count;

    /// <summary>The problem of the last chain; <c>null</c> if there is none.</summary>
    public string? Problem { get; private set; }

    /// <summary>The number by which a later record with the user's part of the last chain refers to it; 0 if the chain is complete.</summary>
    public ulong Cookie { get; private set; }

    /// <summary>Returns the node of a sample's call chain.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="attribute">Its event.</param>
    /// <param name="maximumFrames">The maximum number of frames.</param>
    /// <returns>The node; -1 if there are more frames.</returns>
    public int GetNode(scoped in SampleRecord sample, EventAttribute attribute, int maximumFrames)
    {
        Problem = null;
        Cookie = 0;
        bool usesBranches = attribute.HasBranchCallStack && sample.Branches.Length > 0;
        if (!sample.HasCallchain && !usesBranches)
        {
            return sample.HasIp ? table.Nodes.GetOrAdd(0, sample.Ip, sample.Mode) : 0;
        }
        if (usesBranches) return GetNodeOfBranches(sample, maximumFrames);
        var key = new Fingerprint(Fingerprint.HashOf(sample.Callchain), (uint)sample.Callchain.Length);
        if (table.TryGet(key, out int node)) return node;
        Read(sample.Callchain);
        if (_count > maximumFrames) return -1;
        node = Intern();
        if (Problem is null && Cookie == 0) table.Remember(key, node);
        return node;
    }

    /// <summary>Returns the node of a chain whose user part was unwound.</summary>
    /// <param name="callchain">The chain in the record.</param>
    /// <param name="unwound">The addresses of the user mode, leaf first.</param>
    /// <param name="maximumFrames">The maximum number of frames.</param>
    /// <returns>The node; -1 if there are more frames.</returns>
    public int GetNode(ReadOnlySpan<byte> callchain, ReadOnlySpan<ulong> unwound, int maximumFrames)
    {
        Problem = null;
        Read(callchain);
        foreach (ulong address in unwound) Add(address, CpuMode.User);
        return _count > maximumFrames ? -1 : Intern();
    }

    /// <summary>Returns the node of a chain with the user's part that another record has.</summary>
    /// <param name="node">The node of the kernel's part.</param>
    /// <param name="callchain">The user's part: 8 bytes per entry.</param>
    /// <param name="maximumFrames">The maximum number of frames.</param>
    /// <returns>The node; -1 if there are more frames.</returns>
    public int GetNode(int node, ReadOnlySpan<byte> callchain, int maximumFrames)
    {
        Problem = null;
        Read(callchain);
        int user = _count;
        for (; node != 0; node = table.Nodes.GetOwner(node)) Add(table.Nodes.GetAddress(node), table.Nodes.GetMode(node));
        if (_count > maximumFrames) return -1;
        int merged = 0;
        for (int i = user - 1; i >= 0; i--) merged = table.Nodes.GetOrAdd(merged, _addresses[i], _modes[i]);
        for (int i = _count - 1; i >= user; i--) merged = table.Nodes.GetOrAdd(merged, _addresses[i], _modes[i]);
        return merged;
    }

    // The kernel's part of the chain, then the branches: where the last one led to, and where each came from.
    private int GetNodeOfBranches(scoped in SampleRecord sample, int maximumFrames)
    {
        Read(sample.Callchain);
        while (_count > 0 && _modes[_count - 1] == CpuMode.User) _count--;
        ReadOnlySpan<byte> branches = sample.Branches;
        Add(order.ReadUInt64(branches[8..]), CpuMode.User);
        for (; branches.Length >= BranchLength; branches = branches[BranchLength..]) Add(order.ReadUInt64(branches), CpuMode.User);
        return _count > maximumFrames ? -1 : Intern();
    }

    private void Read(ReadOnlySpan<byte> callchain)
    {
        int length = callchain.Length / sizeof(ulong);
        if (_words.Length < length) _words = new ulong[Math.Max(length, _words.Length * 2)];
        Span<ulong> words = _words.AsSpan(0, length);
        order.ReadUInt64s(callchain, words);
        _count = 0;
        CpuMode mode = CpuMode.User;
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = words[i];
            if (word < FirstMark)
            {
                Add(word, mode);
                continue;
            }
            if (word == UserDeferred) // a number follows that identifies the record with the user's part
            {
                if (i + 1 < words.Length) Cookie = words[i + 1];
                return;
            }
            CpuMode? next = GetMode(word);
            if (next is null)
            {
                Problem = PerfDataProblem.UnknownContext;
                return;
            }
            mode = next.Value;
        }
    }

    private static CpuMode? GetMode(ulong mark) => mark switch
    {
        Hypervisor => CpuMode.Hypervisor,
        Kernel => CpuMode.Kernel,
        User => CpuMode.User,
        Guest or GuestKernel => CpuMode.GuestKernel,
        GuestUser => CpuMode.GuestUser,
        _ => null,
    };

    private void Add(ulong address, CpuMode mode)
    {
        if (_count == _addresses.Length)
        {
            Array.Resize(ref _addresses, _count * 2);
            Array.Resize(ref _modes, _count * 2);
        }
        _addresses[_count] = address;
        _modes[_count++] = mode;
    }

    private int Intern()
    {
        int node = 0;
        for (int i = _count - 1; i >= 0; i--) node = table.Nodes.GetOrAdd(node, _addresses[i], _modes[i]);
        return node;
    }
}
