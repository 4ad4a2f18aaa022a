using System.Text;

namespace FlameScope.Parsing;

/// <summary>A section of an ELF file.</summary>
internal readonly record struct ElfSection(string Name, uint Type, ulong Address, ulong Offset, ulong Length, uint Link, ulong EntryLength);

/// <summary>A segment of an ELF file that is loaded.</summary>
internal readonly record struct ElfSegment(ulong Offset, ulong Address, ulong FileLength, ulong MemoryLength, bool IsExecutable);

/// <summary>Reads the parts of an ELF file that name functions. Every offset and length in the file is checked.</summary>
internal sealed class ElfFile : IDisposable
{
    private const int MaximumHeaders = 1 << 16;
    private const int MaximumSectionName = 100;
    private const int MaximumNotes = 64; // each of up to 64 KiB is read
    private const uint Load = 1; // PT_LOAD
    private const uint Notes = 7; // SHT_NOTE
    private const uint NoteSegment = 4; // PT_NOTE
    private const uint NoBits = 8; // SHT_NOBITS
    private const ushort Relocatable = 1; // ET_REL

    private readonly ByteSource _source;
    private readonly bool _is64;
    private readonly List<(ulong Offset, ulong Length)> _notes = [];
    private byte[]? _buildId;
    private bool _isBuildIdRead;

    private ElfFile(ByteSource source, bool is64, PerfByteOrder order, ushort machine)
    {
        _source = source;
        _is64 = is64;
        Order = order;
        Machine = machine;
    }

    public PerfByteOrder Order { get; }

    /// <summary>The processor, <c>EM_*</c>.</summary>
    public ushort Machine { get; }

    public bool Is64 => _is64;

    public List<ElfSection> Sections { get; } = [];

    public List<ElfSegment> Segments { get; } = [];

    /// <summary>The build identifier; <c>null</c> if there is none.</summary>
    public byte[]? BuildId
    {
        get
        {
            if (!_isBuildIdRead) _buildId = FindBuildId();
            _isBuildIdRead = true;
            return _buildId;
        }
    }

    /// <summary>Reads the headers of a file.</summary>
    /// <param name="source">The file. The result owns it.</param>
    /// <returns>The file; <c>null</c> if it is not an ELF file that can be read.</returns>
    public static ElfFile? TryRead(ByteSource source)
    {
        ElfFile? file = null;
        if (source.Read(0, 64) is { } header && header.AsSpan().StartsWith("\u007FELF"u8) && header[4] is 1 or 2 && header[5] is 1 or 2)
        {
            var order = new PerfByteOrder(header[5] == 2);
            file = new ElfFile(source, header[4] == 2, order, order.ReadUInt16(header.AsSpan(18)));
            if (!file.ReadHeaders(header)) file = null;
        }
        if (file is null) source.Dispose();
        return file;
    }

    /// <summary>Finds a section by its name.</summary>
    public ElfSection? FindSection(string name)
    {
        foreach (ElfSection section in Sections)
        {
            if (section.Name == name && section.Type != NoBits) return section;
        }
        return null;
    }

    /// <summary>Reads a section.</summary>
    /// <returns>The bytes; <c>null</c> if they are not in the file.</returns>
    public byte[]? Read(ElfSection section) => section.Type == NoBits ? null : _source.Read(section.Offset, section.Length);

    public void Dispose() => _source.Dispose();

    private ulong Word(ReadOnlySpan<byte> bytes) => _is64 ? Order.ReadUInt64(bytes) : Order.ReadUInt32(bytes);

    private bool ReadHeaders(byte[] header)
    {
        ReadOnlySpan<byte> h = header;
        bool isRelocatable = Order.ReadUInt16(h[16..]) == Relocatable;
        ulong programs = Word(h[(_is64 ? 32 : 28)..]), sections = Word(h[(_is64 ? 40 : 32)..]);
        ReadOnlySpan<byte> counts = h[(_is64 ? 54 : 42)..];
        int programLength = Order.ReadUInt16(counts), programCount = Order.ReadUInt16(counts[2..]);
        int sectionLength = Order.ReadUInt16(counts[4..]), sectionCount = Order.ReadUInt16(counts[6..]), names = Order.ReadUInt16(counts[8..]);
        if (!isRelocatable) ReadSegments(programs, programLength, programCount);
        return ReadSections(sections, sectionLength, sectionCount, names);
    }

    private void ReadSegments(ulong offset, int length, int count)
    {
        if (length < (_is64 ? 56 : 32) || _source.Read(offset, (ulong)length * (ulong)count) is not { } bytes) return;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(i * length, length);
            uint type = Order.ReadUInt32(entry), flags = Order.ReadUInt32(entry[(_is64 ? 4 : 24)..]);
            int at = _is64 ? 8 : 4, word = _is64 ? 8 : 4;
            ulong start = Word(entry[at..]), address = Word(entry[(at + word)..]);
            ulong fileLength = Word(entry[(at + (3 * word))..]), memoryLength = Word(entry[(at + (4 * word))..]);
            if (type == Load) Segments.Add(new ElfSegment(start, address, fileLength, memoryLength, (flags & 1) != 0));
            if (type == NoteSegment) AddNotes(start, fileLength);
        }
    }

    private void AddNotes(ulong offset, ulong length)
    {
        if (_notes.Count < MaximumNotes) _notes.Add((offset, length));
    }

    private bool ReadSections(ulong offset, int length, int count, int names)
    {
        if (offset == 0) return true;
        if (length < (_is64 ? 64 : 40)) return false;
        if (count == 0 || names == ushort.MaxValue)
        {
            // The numbers are in the first section if they do not fit.
            if (_source.Read(offset, (ulong)length) is not { } first) return false;
            ElfSection zero = ReadSection(first, "");
            if (count == 0) count = (int)Math.Min(zero.Length, MaximumHeaders);
            if (names == ushort.MaxValue) names = (int)Math.Min(zero.Link, MaximumHeaders);
        }
        if (_source.Read(offset, (ulong)length * (ulong)count) is not { } bytes) return true; // the file is cut, but the segments are there
        byte[] texts = [];
        if (names < count) texts = Read(ReadSection(bytes.AsSpan(names * length, length), "")) ?? [];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(i * length, length);
            ReadOnlySpan<byte> name = SymbolTable.NameAt(texts, (int)Math.Min(Order.ReadUInt32(entry), int.MaxValue), MaximumSectionName);
            ElfSection section = ReadSection(entry, Encoding.UTF8.GetString(name));
            Sections.Add(section);
            if (section.Type == Notes) AddNotes(section.Offset, section.Length);
        }
        return true;
    }

    private ElfSection ReadSection(ReadOnlySpan<byte> entry, string name)
    {
        int at = _is64 ? 16 : 12, word = _is64 ? 8 : 4;
        return new ElfSection(
            name,
            Order.ReadUInt32(entry[4..]),
            Word(entry[at..]),
            Word(entry[(at + word)..]),
            Word(entry[(at + (2 * word))..]),
            Order.ReadUInt32(entry[(at + (3 * word))..]),
            Word(entry[(at + (3 * word) + 8 + word)..]));
    }

    private byte[]? FindBuildId()
    {
        foreach ((ulong offset, ulong length) in _notes)
        {
            if (length <= 64 * 1024 && _source.Read(offset, length) is { } bytes && ElfNotes.FindBuildId(bytes, Order) is { } id) return id;
        }
        return null;
    }
}
