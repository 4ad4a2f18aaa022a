using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves call chains to stacks of places in modules. A place is looked up once per change of the mappings of a process, and a stack is one array
/// access where its call chain was seen since.
/// </summary>
internal sealed class StackResolver
{
    private const int MaximumCached = 4 * 1024 * 1024;

    private readonly AddressTable _nodes;
    private readonly NumberTable _cache = new(); // (generation, node) to stack
    private readonly List<int> _path = [];

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
        ulong generation = (ulong)space.Generation << 32;
        _path.Clear();
        int stack = 0;
        for (; node != 0; node = _nodes.GetOwner(node))
        {
            if (_cache.TryGet(generation | (uint)node, out stack)) break;
            _path.Add(node);
            stack = 0;
        }
        if (_path.Count > 0 && _cache.Count > MaximumCached) _cache.Clear();
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            int place = GetPlace(_path[i], space, kernel);
            stack = Stacks.GetOrAdd(new StackId(stack), new FrameId(place)).Value;
            _cache.Set(generation | (uint)_path[i], stack);
        }
        return stack;
    }

    /// <summary>Forgets the resolved call chains, since the mappings of the kernel have changed.</summary>
    public void Forget() => _cache.Clear();

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
