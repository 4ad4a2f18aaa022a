using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FlameScope.Parsing;

/// <summary>Finds the functions of the modules of a recording in the places that the options allow.</summary>
internal sealed class SymbolFinder(PerfDataReader options, int maximumThreads, CancellationToken cancellationToken)
{
    private const long MaximumText = 512 * 1024 * 1024;
    private const int TypicalKernelText = 16 * 1024 * 1024; // 5 to 14 MB in Linux 6

    private readonly Dictionary<string, FoundFile> _files = new(StringComparer.Ordinal); // by build identifier, state and path
    private Task<SymbolTable?>? _systemKernel;
    private bool _isPrefetchDecided;

    private static WeakReference<SymbolTable>? s_systemKernel;

    /// <summary>The name of the recorded machine; <c>null</c> if it is not known, or not yet.</summary>
    public string? HostName { get; set; }

    /// <summary>
    /// Starts to read this machine's kernel symbol table on another thread: the kernel takes longer to write it than the records take to read.
    /// </summary>
    /// <param name="buildId">The build identifier of the recorded kernel; empty if it is not known yet.</param>
    public void PrefetchKernel(ReadOnlySpan<byte> buildId)
    {
        if (_isPrefetchDecided) return;
        _isPrefetchDecided = true;
        if (Threads == 1 || !options.UseSystemSymbols || !OperatingSystem.IsLinux()) return;
        if (!buildId.IsEmpty && !IsSameBuild(ReadOwnKernelBuildId(), buildId)) return;
        foreach (string path in SymbolPaths.OfName(options, "kallsyms"))
        {
            if (File.Exists(path)) return;
        }
        _systemKernel = Task.Run(ReadSystemKernel, CancellationToken.None);
    }

    /// <summary>Finds the functions of several modules, on all processors.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="anchor">The address of the kernel's first function; <c>null</c> if it is not known.</param>
    /// <param name="kernelBuildId">The build identifier of the kernel; <c>null</c> if it is not known.</param>
    /// <param name="simpleperf">The symbols in the recording.</param>
    /// <returns>The functions of each module, in the order of <paramref name="modules"/>.</returns>
    public ModuleSymbols[] FindAll(IReadOnlyList<MappedModule> modules, KernelAnchor? anchor, byte[]? kernelBuildId, SimpleperfSymbols simpleperf)
    {
        var kernel = new Lazy<ModuleSymbols>(() => FindKernel(anchor, kernelBuildId));
        var result = new ModuleSymbols[modules.Count];
        if (Threads == 1 || modules.Count == 1 || !HasPlaces)
        {
            for (int i = 0; i < modules.Count; i++) Find(i);
            return result;
        }
        WorkItems.Run(modules.Count, Threads, Find);
        return result;

        void Find(int i)
        {
            MappedModule module = modules[i];
            result[i] = simpleperf.Find(Encoding.UTF8.GetString(module.Name)) is { } stored
                ? new ModuleSymbols(stored.Symbols, ModuleSymbols.NoFunction) { Simpleperf = module.Source == ModuleSource.Kernel ? null : stored }
                : this.Find(module, kernel);
        }
    }

    /// <summary>Finds the file of a module and its symbols, which may be in another file.</summary>
    /// <param name="module">The module.</param>
    /// <param name="reason">Receives why there are no symbols, or not all of them.</param>
    public FoundFile FindFile(MappedModule module, out string reason)
    {
        string path = Encoding.UTF8.GetString(module.Name);
        bool isDeleted = module.Source == ModuleSource.DeletedFile;
        string key = HexNumber.ToText(module.BuildId) + (isDeleted ? '-' : '/') + path;
        reason = ModuleSymbols.Stripped;
        lock (_files)
        {
            if (_files.TryGetValue(key, out FoundFile? known) && known.Image is not null && known.Symbols is { IsComplete: true }) return known;
        }
        bool isSameFile = module.BuildId is not null || (IsThisMachine && !isDeleted);
        bool hasOther = false;
        ElfModule? image = null, symbols = null;
        byte[]? buildId = module.BuildId;
        Search(buildId);
        // Without an identifier in the recording, that of the image finds the debug file that belongs to it.
        if (buildId is null && image?.BuildId is { } own && symbols is not { IsComplete: true }) Search(buildId = own);
        if (image is null && symbols is null) reason = hasOther ? ModuleSymbols.OtherBuild : HasPlaces ? ModuleSymbols.NoFile : ModuleSymbols.NotLookedUp;
        else if (symbols is { IsComplete: true }) reason = ModuleSymbols.NoFunction;
        var found = new FoundFile(image, symbols);
        lock (_files) _files[key] = found;
        return found;

        void Search(byte[]? wanted)
        {
            foreach (string candidate in SymbolPaths.OfFile(options, path, wanted, isSameFile))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ElfModule.TryOpen(candidate) is not { } file) continue;
                if (wanted is not null && !IsSameBuild(file.BuildId, wanted))
                {
                    hasOther = true;
                    continue;
                }
                if (file.IsImage) image ??= file;
                if (file.Symbols is not null && (symbols is null || (!symbols.IsComplete && file.IsComplete))) symbols = file;
                if (image is not null && symbols is { IsComplete: true }) return;
            }
        }
    }

    private int Threads => maximumThreads == 0 ? Environment.ProcessorCount : maximumThreads;

    // Without a build identifier, a file of this machine is used only if the recording is of this machine.
    private bool IsThisMachine => HostName is null || HostName == Environment.MachineName;

    private bool HasPlaces => options.UseSystemSymbols || options.SymbolFolders.Count > 0 || options.SymbolFileRoot is not null;

    // Identifiers of 16 bytes (MD5) may be padded with zeros to 20.
    private static bool IsSameBuild(byte[]? found, ReadOnlySpan<byte> wanted) =>
        found is not null && (wanted.SequenceEqual(found)
            || (found.Length < wanted.Length && wanted.StartsWith(found) && wanted[found.Length..].IndexOfAnyExcept((byte)0) < 0));

    private ModuleSymbols Find(MappedModule module, Lazy<ModuleSymbols> kernel)
    {
        switch (module.Source)
        {
            case ModuleSource.Kernel:
                return kernel.Value;
            case ModuleSource.PerfMap:
                return FindPerfMap(module.Pid);
            case ModuleSource.File or ModuleSource.DeletedFile:
                FoundFile file = FindFile(module, out string reason);
                return new ModuleSymbols(file.Symbols?.Symbols, reason) { File = file.Image ?? file.Symbols };
            case ModuleSource.Vdso:
                return FindVdso(module);
            default:
                return new ModuleSymbols(null, ModuleSymbols.NoFile);
        }
    }

    private ModuleSymbols FindPerfMap(int pid)
    {
        string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"perf-{pid}.map");
        IEnumerable<string> places = SymbolPaths.OfName(options, name);
        if (options.UseSystemSymbols && IsThisMachine && OperatingSystem.IsLinux()) places = places.Append("/tmp/" + name);
        foreach (string path in places)
        {
            if (ReadTable("map", path, PerfMapText.Read) is { } table) return new ModuleSymbols(table, ModuleSymbols.NoFunction);
        }
        string dump = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"jit-{pid}.dump");
        foreach (string path in SymbolPaths.OfName(options, dump))
        {
            if (ReadTable("dump", path, JitDump.Read) is { } table) return new ModuleSymbols(table, ModuleSymbols.NoFunction);
        }
        return new ModuleSymbols(null, HasPlaces ? ModuleSymbols.NoFile : ModuleSymbols.NotLookedUp);
    }

    private ModuleSymbols FindVdso(MappedModule module) => FindVdsoFile(module) is { } file
        ? new ModuleSymbols(file.Symbols, ModuleSymbols.NoFunction) { File = file }
        : new ModuleSymbols(null, HasPlaces ? ModuleSymbols.NoFile : ModuleSymbols.NotLookedUp);

    /// <summary>Finds the image that the kernel maps into processes; <c>null</c> if there is none.</summary>
    public ElfModule? FindVdsoFile(MappedModule module)
    {
        string name = Encoding.UTF8.GetString(module.Name).Trim('[', ']');
        foreach (string folder in options.SymbolFolders)
        {
            if (ElfModule.TryOpen(Path.Combine(folder, name)) is { } file && (module.BuildId is null || IsSameBuild(file.BuildId, module.BuildId))) return file;
        }
        if (!options.UseSystemSymbols || name != "vdso" || SystemVdso.TryRead() is not { } own) return null;
        return (module.BuildId is null ? IsThisMachine : IsSameBuild(own.BuildId, module.BuildId)) ? own : null;
    }

    private ModuleSymbols FindKernel(KernelAnchor? anchor, byte[]? buildId)
    {
        foreach (string path in SymbolPaths.OfName(options, "kallsyms"))
        {
            if (ReadTable("kallsyms", path, KernelSymbolText.Read) is { } table) return OfKernel(table, anchor);
        }
        string reason = HasPlaces ? ModuleSymbols.NoFile : ModuleSymbols.NotLookedUp;
        foreach (string path in SymbolPaths.OfFile(options, "vmlinux", buildId, isSameFile: false))
        {
            if (ElfModule.TryOpen(path) is not { Symbols: { } symbols } file) continue;
            if (buildId is null || IsSameBuild(file.BuildId, buildId)) return OfKernel(symbols, anchor);
            reason = ModuleSymbols.OtherBuild;
        }
        if (!options.UseSystemSymbols || !OperatingSystem.IsLinux()) return new ModuleSymbols(null, reason);
        bool isSameBuild = buildId is not null && IsSameBuild(ReadOwnKernelBuildId(), buildId);
        if (buildId is not null && !isSameBuild) return new ModuleSymbols(null, ModuleSymbols.OtherBuild);
        SymbolTable? own = _systemKernel is null ? ReadSystemKernel() : _systemKernel.GetAwaiter().GetResult();
        if (own is null) return new ModuleSymbols(null, "the kernel hides its addresses");
        ModuleSymbols result = OfKernel(own, anchor);
        // Without a build identifier, only a kernel at the same random address is the recorded one.
        return isSameBuild || (anchor is not null && result.Shift == 0) ? result : new ModuleSymbols(null, ModuleSymbols.OtherBuild);
    }

    private static ModuleSymbols OfKernel(SymbolTable table, KernelAnchor? anchor)
    {
        ulong? address = anchor is { Name.Length: > 0 } ? table.FindAddress(anchor.Name) : null;
        return new ModuleSymbols(table, ModuleSymbols.NoFunction) { Shift = address is { } own ? unchecked(own - anchor!.Address) : 0 };
    }

    private static byte[]? ReadOwnKernelBuildId() =>
        ReadText("/sys/kernel/notes", isVirtual: true) is { } notes ? ElfNotes.FindBuildId(notes, new PerfByteOrder(!BitConverter.IsLittleEndian)) : null;

    private static SymbolTable? ReadSystemKernel()
    {
        if (s_systemKernel is not { } known || !known.TryGetTarget(out SymbolTable? table))
        {
            table = ReadKernelText() is var (text, length) ? KernelSymbolText.Read(text, length) : null;
            if (table is null) return null;
            s_systemKernel = new WeakReference<SymbolTable>(table);
        }
        RecentSymbols.Use(table, table.Bytes);
        return table;
    }

    // The file has no length. Memory that is not written to is not resident, while a buffer that grows is written to more than twice.
    private static (byte[] Text, int Length)? ReadKernelText()
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle("/proc/kallsyms");
            byte[] text = GC.AllocateUninitializedArray<byte>(TypicalKernelText);
            int length = 0;
            for (int count; (count = RandomAccess.Read(file, text.AsSpan(length), length)) > 0;)
            {
                length += count;
                if (length < text.Length) continue;
                if (length > MaximumText / 2) return null;
                Array.Resize(ref text, length * 2);
            }
            return (text, length);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    private static SymbolTable? ReadTable(string kind, string path, Func<byte[], SymbolTable?> read) =>
        SymbolFileCache.GetOrRead(kind, path, () => ReadText(path) is { } text ? read(text) : null, static table => table.Bytes);

    // A virtual file has no length.
    private static byte[]? ReadText(string path, bool isVirtual = false)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists || info.Length > MaximumText || (info.Length == 0 && !isVirtual)) return null;
            return File.ReadAllBytes(path);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>The files of a module.</summary>
/// <param name="Image">The file that is executed; <c>null</c> if it was not found.</param>
/// <param name="Symbols">The file with the symbols; <c>null</c> if there is none.</param>
internal sealed record FoundFile(ElfModule? Image, ElfModule? Symbols);
