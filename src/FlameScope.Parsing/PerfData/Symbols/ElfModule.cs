namespace FlameScope.Parsing;

/// <summary>The functions of an ELF file, and what is needed to find them from offsets in the file. It is immutable and shared by all reads.</summary>
internal sealed class ElfModule
{
    private readonly List<ElfSegment> _segments;
    private readonly Lazy<UnwindTable?> _unwinding; // few recordings need it

    private ElfModule(ElfFile file, Func<ByteSource?> open)
    {
        _unwinding = new Lazy<UnwindTable?>(() => ReadUnwinding(open));
        _segments = file.Segments;
        BuildId = file.BuildId;
        IsImage = _segments.Exists(segment => segment is { IsExecutable: true, FileLength: > 0 });
        Symbols = ElfSymbols.Read(file, ".symtab") ?? ReadCompressed(file);
        IsComplete = Symbols is not null;
        Symbols ??= ElfSymbols.Read(file, ".dynsym");
        if (IsImage) Stubs = ElfSymbols.ReadStubs(file);
    }

    public byte[]? BuildId { get; }

    private long Bytes => (Symbols?.Bytes ?? 0) + (Stubs?.Bytes ?? 0) + (_unwinding.IsValueCreated ? _unwinding.Value?.Bytes ?? 0 : 0);

    /// <summary>The functions, by their address in the file; <c>null</c> if there are none.</summary>
    public SymbolTable? Symbols { get; }

    /// <summary>The stubs that call functions of other modules; <c>null</c> if there are none.</summary>
    public SymbolTable? Stubs { get; }

    /// <summary>Indicates whether the functions include those that are not visible to other modules.</summary>
    public bool IsComplete { get; }

    /// <summary>The rules that find the caller of a function; <c>null</c> if there are none.</summary>
    public UnwindTable? Unwinding => _unwinding.Value;

    /// <summary>Reads a file.</summary>
    /// <returns>The module; <c>null</c> if there is no such file, or it is not an ELF file.</returns>
    public static ElfModule? TryOpen(string path) =>
        SymbolFileCache.GetOrRead("elf", path, () => TryRead(() => ByteSource.TryOpen(path)), static module => module.Bytes);

    /// <summary>Reads a file.</summary>
    /// <param name="open">Opens the file.</param>
    public static ElfModule? TryRead(Func<ByteSource?> open)
    {
        if (open() is not { } source) return null;
        using ElfFile? file = ElfFile.TryRead(source);
        return file is null ? null : new ElfModule(file, open);
    }

    // The compressed file has the functions that are not in the table of those that are visible to other modules.
    private static SymbolTable? ReadCompressed(ElfFile file)
    {
        if (file.FindSection(".gnu_debugdata") is not { } section || file.Read(section) is not { } bytes || XzData.Decompress(bytes) is not { } decompressed) return null;
        using ElfFile? inner = ElfFile.TryRead(ByteSource.Of(decompressed));
        return inner is null ? null : ElfSymbols.Read(inner, ".symtab", file, ".dynsym");
    }

    private static UnwindTable? ReadUnwinding(Func<ByteSource?> open)
    {
        if (open() is not { } source) return null;
        using ElfFile? file = ElfFile.TryRead(source);
        return file is null ? null : UnwindTable.TryRead(file);
    }

    /// <summary>
    /// Indicates whether the file is the one that is executed. A file with debug information only has the segments of that one, but not their offsets.
    /// </summary>
    public bool IsImage { get; }

    /// <summary>Returns the address in memory, as the file has it, of an offset in the file.</summary>
    public bool TryGetAddress(ulong offset, out ulong address)
    {
        if (!IsImage)
        {
            // Most linkers choose addresses that differ from the offsets by the address of the file's start.
            address = unchecked(offset + (_segments.Count > 0 ? _segments[0].Address & ~4095UL : 0));
            return true;
        }
        address = 0;
        bool isFound = false;
        foreach (ElfSegment segment in _segments)
        {
            if (offset < segment.Offset || offset - segment.Offset >= segment.FileLength || (isFound && !segment.IsExecutable)) continue;
            address = unchecked(offset - segment.Offset + segment.Address);
            isFound = true;
            if (segment.IsExecutable) break;
        }
        return isFound;
    }
}
