using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The kind of source that provides the names of the functions of a module.</summary>
internal enum ModuleSource : byte
{
    /// <summary>An ELF file.</summary>
    File,

    /// <summary>An ELF file that was deleted while it was mapped: another file may have its path.</summary>
    DeletedFile,

    /// <summary>The kernel's symbol table.</summary>
    Kernel,

    /// <summary>A program that the kernel compiled: the module's name is the function's name.</summary>
    KernelProgram,

    /// <summary>The map that a just-in-time compiler writes for a process.</summary>
    PerfMap,

    /// <summary>The image that the kernel maps into every process.</summary>
    Vdso,

    /// <summary>None.</summary>
    None,
}

/// <summary>A module: a file that is mapped, or what takes its place.</summary>
internal sealed class MappedModule(byte[] name, ModuleSource source, int pid, byte[]? buildId)
{
    /// <summary>The bytes of the name, as it is shown.</summary>
    public byte[] Name { get; } = name;

    public ModuleSource Source { get; } = source;

    /// <summary>The process whose map has the functions' names; 0 if the module does not depend on it.</summary>
    public int Pid { get; } = pid;

    /// <summary>The build identifier of the file that was mapped; <c>null</c> if the recording does not include it.</summary>
    public byte[]? BuildId { get; set; } = buildId;
}

/// <summary>The modules of a recording. Module 0 is the absent one.</summary>
internal sealed class ModuleTable
{
    private readonly Utf8Interner _keys = new();
    private readonly List<MappedModule> _modules = [new MappedModule([], ModuleSource.None, 0, null)];
    private byte[] _key = [];

    public ModuleTable() => _keys.GetOrAdd(default);

    public int Count => _modules.Count;

    public MappedModule this[int index] => _modules[index];

    /// <summary>Returns the index of a module, which is added if it is new. Files of the same name with different build identifiers are different.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> name, ModuleSource source, int pid = 0, ReadOnlySpan<byte> buildId = default)
    {
        int length = name.Length + 1 + sizeof(int) + 1 + buildId.Length;
        if (_key.Length < length) _key = new byte[length * 2];
        Span<byte> key = _key.AsSpan(0, length);
        name.CopyTo(key);
        Span<byte> rest = key[name.Length..];
        rest[0] = 0; // names have no null byte
        BitConverter.TryWriteBytes(rest[1..], pid);
        rest[1 + sizeof(int)] = (byte)source;
        buildId.CopyTo(rest[(2 + sizeof(int))..]);
        int index = _keys.GetOrAdd(key);
        if (index == _modules.Count) _modules.Add(new MappedModule(name.ToArray(), source, pid, buildId.IsEmpty ? null : buildId.ToArray()));
        return index;
    }

    /// <summary>Sets the build identifiers of the modules that have none, by their names. The first identifier of a name is taken.</summary>
    public void SetBuildIds(IEnumerable<FileBuildId> buildIds)
    {
        var names = new Utf8Interner();
        var ids = new List<byte[]>();
        foreach (FileBuildId each in buildIds)
        {
            if (names.GetOrAdd(each.Name) == ids.Count) ids.Add(each.Id);
        }
        if (ids.Count == 0) return;
        foreach (MappedModule module in _modules)
        {
            if (module.BuildId is null && names.GetOrAdd(module.Name) is var index && index < ids.Count) module.BuildId = ids[index];
        }
    }
}
