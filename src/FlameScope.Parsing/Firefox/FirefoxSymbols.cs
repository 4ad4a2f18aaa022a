using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The symbols that samply writes to a file next to a profile whose functions are addresses: <c>profile.syms.json</c> or
/// <c>profile.json.syms.json</c>.
/// </summary>
/// <remarks>
/// Old versions of samply keep the inlined functions of the first address of a function only, so that those of the others are unknown. They are used
/// where they are certain: where the entry has one address, or the library has several entries for one function.
/// </remarks>
internal sealed class FirefoxSymbols
{
    private readonly Dictionary<string, Library> _libraries = [];
    private readonly Utf8Slices _strings = new();

    /// <summary>Reads the file next to a profile.</summary>
    /// <returns>The symbols; <c>null</c> if there is no file, or it cannot be read, which is reported.</returns>
    public static FirefoxSymbols? TryOpen(string profilePath, ReadContext context)
    {
        foreach (string path in GetPaths(profilePath))
        {
            if (!File.Exists(path)) continue;
            try
            {
                using FileStream file = File.OpenRead(path);
                return Read(file, context);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ProfileFormatException)
            {
                context.Report("file of symbols that cannot be read", default, Encoding.UTF8.GetBytes(fault.Message));
            }
        }
        return null;
    }

    /// <summary>Reads a file of symbols.</summary>
    public static FirefoxSymbols Read(Stream stream, ReadContext context)
    {
        var symbols = new FirefoxSymbols();
        var parser = new Parser(symbols, context);
        byte[] buffer = new byte[64 * 1024];
        int used = 0;
        for (bool isFinal = false; !isFinal;)
        {
            int read = stream.Read(buffer, used, buffer.Length - used);
            isFinal = read == 0;
            used += read;
            int consumed = parser.Parse(buffer.AsSpan(0, used), isFinal);
            used -= consumed;
            buffer.AsSpan(consumed, used).CopyTo(buffer);
            if (used == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }
        foreach (Library library in symbols._libraries.Values) library.Complete();
        return symbols;
    }

    /// <summary>Adds the frames of an address: a function, and the functions that are inlined into it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="lib">The library.</param>
    /// <param name="address">The address in the library.</param>
    /// <param name="module">The module of the frames.</param>
    /// <param name="kind">The kind of the frames.</param>
    /// <param name="frames">Receives the frames, callers first.</param>
    /// <returns><c>false</c> if the address is unknown.</returns>
    public bool TryAddFrames(ProfileBuilder builder, FirefoxLib lib, long address, ModuleId module, FrameKind kind, List<FrameId> frames)
    {
        frames.Clear();
        if (!_libraries.TryGetValue(Normalize(lib.BreakpadId), out Library? library)) return false;
        int index = library.Find(address, out bool isExact);
        if (index < 0) return false;
        Symbol symbol = library.Symbols[index];
        ReadOnlySpan<Inlined> parts = isExact && library.HasCertainFrames(index)
            ? CollectionsMarshal.AsSpan(library.Frames).Slice(symbol.Frames, symbol.FrameCount)
            : default;
        for (int i = parts.Length - 1; i >= 0; i--) // the innermost function is first
        {
            Inlined part = parts[i];
            frames.Add(builder.AddFrame(new Frame
            {
                Symbol = AddSymbol(builder, i == parts.Length - 1 || part.Function < 0 ? symbol.Name : part.Function),
                Module = module,
                Kind = kind,
                IsInlined = i < parts.Length - 1,
                Source = builder.AddSource(GetString(part.File)),
                Line = part.Line,
            }));
        }
        if (parts.IsEmpty) frames.Add(builder.AddFrame(new Frame { Symbol = AddSymbol(builder, symbol.Name), Module = module, Kind = kind }));
        return true;
    }

    private static IEnumerable<string> GetPaths(string path)
    {
        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        yield return plain + ".syms.json";
        if (plain.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) yield return plain[..^5] + ".syms.json";
    }

    // The profile writes an id without hyphens and always with its age.
    private static string Normalize(string id)
    {
        string plain = id.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain.Length == 32 ? plain + "0" : plain;
    }

    private SymbolId AddSymbol(ProfileBuilder builder, int index) => builder.AddSymbol(GetString(index));

    private ReadOnlySpan<byte> GetString(int index) => (uint)index < (uint)_strings.Count ? _strings[index] : default;

    private record struct Symbol(long Address, long Size, int Name, int Frames, int FrameCount);

    private record struct Inlined(int Function, int File, int Line);

    private sealed class Library
    {
        public readonly List<Symbol> Symbols = [];
        public readonly List<Inlined> Frames = [];
        public readonly List<(long Address, int Symbol)> Known = [];
        private (long Address, int Symbol)[] _known = [];
        private int[] _byAddress = [];
        private int[] _uses = [];
        private bool _hasSeveralEntries;

        public void Complete()
        {
            _known = [.. Known.Where(entry => (uint)entry.Symbol < (uint)Symbols.Count)];
            Array.Sort(_known);
            _byAddress = [.. Enumerable.Range(0, Symbols.Count)];
            Array.Sort(_byAddress, (x, y) => Symbols[x].Address.CompareTo(Symbols[y].Address));
            for (int i = 1; i < _byAddress.Length; i++) _hasSeveralEntries |= Symbols[_byAddress[i]].Address == Symbols[_byAddress[i - 1]].Address;
            _uses = new int[Symbols.Count];
            foreach ((_, int symbol) in _known) _uses[symbol]++;
        }

        public bool HasCertainFrames(int symbol) => _hasSeveralEntries || _uses[symbol] == 1;

        public int Find(long address, out bool isExact)
        {
            int at = Array.BinarySearch(_known, (address, -1));
            if (at < 0) at = ~at;
            isExact = at < _known.Length && _known[at].Address == address;
            if (isExact) return _known[at].Symbol;

            int low = 0;
            int high = _byAddress.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (Symbols[_byAddress[middle]].Address <= address) low = middle + 1;
                else high = middle;
            }
            if (low == 0) return -1;
            Symbol symbol = Symbols[_byAddress[low - 1]];
            return address - symbol.Address < symbol.Size ? _byAddress[low - 1] : -1;
        }
    }

    private sealed class Parser(FirefoxSymbols symbols, ReadContext context) : JsonProfileParser(context)
    {
        private const int Top = 2;
        private const int Strings = 3;
        private const int Libraries = 4;
        private const int DebugId = 5;
        private const int SymbolTable = 6;
        private const int KnownAddresses = 7;
        private const int KnownAddress = 8;
        private const int Rva = 9;
        private const int Size = 10;
        private const int Name = 11;
        private const int Frames = 12;
        private const int Function = 13;
        private const int SourceFile = 14;
        private const int Line = 15;

        private readonly List<long> _known = [];
        private Library _library = new();
        private string _id = "";
        private Symbol _symbol;
        private Inlined _frame;

        protected override int StartObject(int slot)
        {
            switch (slot)
            {
                case Root:
                    return Top;
                case Libraries:
                    _library = new Library();
                    _id = "";
                    return slot;
                case SymbolTable:
                    _symbol = new Symbol(0, 0, -1, _library.Frames.Count, 0);
                    return slot;
                case Frames:
                    _frame = new Inlined(-1, -1, 0);
                    return slot;
                case KnownAddress: // the symbol of an address, in old versions
                    _symbol = new Symbol(_known.Count > 0 ? _known[0] : 0, 1, -1, _library.Frames.Count, 0);
                    return SymbolTable;
                default:
                    return Skip;
            }
        }

        protected override int StartArray(int slot)
        {
            switch (slot)
            {
                case KnownAddresses:
                    return KnownAddress + 100;
                case KnownAddress + 100:
                    _known.Clear();
                    return KnownAddress;
                case Strings or Libraries or SymbolTable or Frames:
                    return slot;
                default:
                    return Skip;
            }
        }

        protected override int Member(int scope, ReadOnlySpan<byte> name) => scope switch
        {
            Top when name.SequenceEqual("string_table"u8) => Strings,
            Top when name.SequenceEqual("data"u8) => Libraries,
            Libraries when name.SequenceEqual("debug_id"u8) => DebugId,
            Libraries when name.SequenceEqual("symbol_table"u8) => SymbolTable,
            Libraries when name.SequenceEqual("known_addresses"u8) => KnownAddresses,
            SymbolTable when name.SequenceEqual("rva"u8) => Rva,
            SymbolTable when name.SequenceEqual("size"u8) => Size,
            SymbolTable when name.SequenceEqual("symbol"u8) => Name,
            SymbolTable when name.SequenceEqual("frames"u8) => Frames,
            Frames when name.SequenceEqual("function"u8) => Function,
            Frames when name.SequenceEqual("file"u8) => SourceFile,
            Frames when name.SequenceEqual("line"u8) => Line,
            _ => Skip,
        };

        protected override void EndObject(int scope)
        {
            switch (scope)
            {
                case Frames:
                    _library.Frames.Add(_frame);
                    _symbol.FrameCount++;
                    break;
                case SymbolTable:
                    _known.Add(_library.Symbols.Count);
                    _library.Symbols.Add(_symbol);
                    break;
                case Libraries:
                    symbols._libraries[Normalize(_id)] = _library;
                    break;
            }
        }

        protected override void EndArray(int elementSlot)
        {
            bool isEntry = elementSlot == KnownAddress && _known.Count == 2 && _known[1] is >= 0 and <= int.MaxValue;
            if (isEntry) _library.Known.Add((_known[0], (int)_known[1]));
        }

        protected override void String(int slot, ReadOnlySpan<byte> utf8)
        {
            if (slot == Strings) symbols._strings.Add(utf8);
            else if (slot == DebugId) _id = Encoding.UTF8.GetString(utf8);
        }

        protected override void Number(int slot, ReadOnlySpan<byte> text)
        {
            if (!DecimalNumber.TryScale(text, 0, out long value)) return;
            int index = value is >= 0 and <= int.MaxValue ? (int)value : -1;
            switch (slot)
            {
                case KnownAddress:
                    _known.Add(value);
                    break;
                case Rva:
                    _symbol.Address = value;
                    break;
                case Size:
                    _symbol.Size = value;
                    break;
                case Name:
                    _symbol.Name = index;
                    break;
                case Function:
                    _frame.Function = index;
                    break;
                case SourceFile:
                    _frame.File = index;
                    break;
                case Line:
                    _frame.Line = Math.Max(index, 0);
                    break;
            }
        }

        protected override void Literal(int slot, JsonTokenType kind)
        {
            if (slot == Strings) symbols._strings.Add(default);
        }
    }
}
