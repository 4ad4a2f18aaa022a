using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves call chains to stacks of places in modules. A place is looked up once per change of the mappings of a process, and a stack is one array
/// access where its call chain was seen since.
/// </summary>
/// <remarks>
/// The stack of a call chain depends on the generation of the address space. The last stack of each call chain is in an array; those of other
/// generations, which only call chains of several processes have, are in a hash table.
/// </remarks>
internal sealed class StackResolver
{
    private const int MaximumCached = 4 * 1024 * 1024;

    private readonly AddressTable _nodes;
    private readonly NumberTable _others = new(); // (generation, node) to stack
    private Resolved[] _last = new Resolved[256]; // by node
    private int[] _path = new int[128];

    private struct Resolved
    {
        public int Generation; // 0 is none
        public int Stack;
    }

    public StackResolver(AddressTable nodes, ModuleTable modules)
    {
        _nodes = nodes;
        KernelModule = modules.GetOrAdd("[kernel.kallsyms]"u8, ModuleSource.Kernel);
    }

    /// <summary>The module of the kernel.</summary>
    public int KernelModule { get; }

    /// <summary>The places, whose owner is the module. The address is an offset in the file, or an address where the module is not a file.</summary>
    public AddressTable Places { get; } = new();

    /// <summary>The stacks of places.</summary>
    public StackInterner Stacks { get; } = new();

    /// <summary>Resolves a call chain.</summary>
    /// <param name="node">The call chain.</param>
    /// <param name="space">The mappings of the process.</param>
    /// <param name="kernel">The mappings of the kernel.</param>
    /// <returns>The stack.</returns>
    public int Resolve(int node, AddressSpace space, AddressSpace kernel)
    {
        if (_nodes.Count > _last.Length) Array.Resize(ref _last, Math.Max(_nodes.Count, _last.Length * 2));
        int generation = space.Generation, depth = 0, stack = 0;
        for (; node != 0; node = _nodes.GetOwner(node))
        {
            if (TryGet(generation, node, out stack)) break;
            if (depth == _path.Length) Array.Resize(ref _path, depth * 2);
            _path[depth++] = node;
        }
        if (_others.Count > MaximumCached) _others.Clear();
        while (depth > 0)
        {
            node = _path[--depth];
            stack = Stacks.GetOrAdd(new StackId(stack), new FrameId(GetPlace(node, space, kernel))).Value;
            ref Resolved last = ref _last[node];
            if (last.Generation != 0) _others.Set(Key(last.Generation, node), last.Stack);
            last = new Resolved { Generation = generation, Stack = stack };
        }
        return stack;
    }

    /// <summary>Forgets the resolved call chains, since the mappings of the kernel have changed.</summary>
    public void Forget()
    {
        Array.Clear(_last);
        _others.Clear();
    }

    private bool TryGet(int generation, int node, out int stack)
    {
        Resolved last = _last[node];
        stack = last.Stack;
        if (last.Generation == generation) return true;
        if (last.Generation != 0 && _others.Count > 0 && _others.TryGet(Key(generation, node), out stack)) return true;
        stack = 0;
        return false;
    }

    private static ulong Key(int generation, int node) => ((ulong)(uint)generation << 32) | (uint)node;

    private int GetPlace(int node, AddressSpace space, AddressSpace kernel)
    {
        ulong address = _nodes.GetAddress(node);
        CpuMode mode = _nodes.GetMode(node);
        Mapping mapping;
        switch (mode)
        {
            case CpuMode.Kernel:
                return kernel.TryFind(address, out mapping)
                    ? Places.GetOrAdd(mapping.Module, address, mode)
                    : Places.GetOrAdd(KernelModule, address, mode);
            case CpuMode.User when space.TryFind(address, out mapping):
                return Places.GetOrAdd(mapping.Module, mapping.ToOffset(address), mode);
            default:
                return Places.GetOrAdd(0, address, mode);
        }
    }
}
