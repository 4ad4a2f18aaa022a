using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Turns frame lines into frames of a profile, by way of the cache where the line is worth it.</summary>
internal sealed class FrameLines(ProfileBuilder builder, PerfScriptOptions options)
{
    // perf's own lines have 18 bytes before the symbol; shorter ones are rare and take the long way.
    private const int MinimumCachedLength = 24;

    private readonly FrameLineCache _cache = new();
    private readonly List<Frame> _rows = [];
    private readonly List<FrameId> _frames = [];
    private readonly List<FrameKind?> _kinds = []; // by module

    /// <summary>Asks ahead for what <see cref="PrefetchText"/> needs of a line.</summary>
    /// <param name="line">The line, starting with a tab, without its end.</param>
    /// <returns>The line's hash.</returns>
    public uint PrefetchLine(ReadOnlySpan<byte> line) => line.Length < MinimumCachedLength ? 0 : _cache.PrefetchEntry(line);

    /// <summary>Asks ahead for what <see cref="TryAppend"/> needs of a line.</summary>
    public void PrefetchText(uint hash) => _cache.PrefetchText(hash);

    /// <summary>Appends the frames of a line, leaf first: one, or several where the symbol packs inlined functions.</summary>
    /// <param name="line">The line, starting with a tab, without its end.</param>
    /// <param name="hash">What <see cref="PrefetchLine"/> gave.</param>
    /// <param name="path">Where the frames go.</param>
    /// <returns>Whether the line is a frame.</returns>
    public bool TryAppend(ReadOnlySpan<byte> line, uint hash, FramePath path)
    {
        bool isCached = line.Length >= MinimumCachedLength;
        if (isCached && _cache.TryAppend(line, hash, path)) return true;
        if (PerfDetailLine.IsInstruction(line) || !PerfFrameLine.TryParse(line, out PerfFrameLine frame)) return false;
        _rows.Clear();
        _frames.Clear();
        Split(frame, _rows);
        foreach (Frame row in _rows) _frames.Add(Intern(row));
        if (isCached) _cache.Add(line, hash, CollectionsMarshal.AsSpan(_frames));
        foreach (FrameId id in _frames) path.Add(id);
        return true;
    }

    /// <summary>
    /// Whether a call chain of so much text might break a limit. If so it has to be read line by line, which tells the line that does.
    /// </summary>
    public bool MayBreakLimit(int length) =>
        length > options.MaximumLineLength || length > options.MaximumSymbolLength || length > options.MaximumFrames
        || length > options.MaximumSymbols - builder.SymbolCount;

    /// <summary>Interns a frame.</summary>
    public FrameId Intern(Frame row) => builder.AddFrame(row.Symbol, row.Module, row.Kind, row.Source);

    /// <summary>Appends the frames that a line stands for, leaf first.</summary>
    public void Split(PerfFrameLine frame, List<Frame> result)
    {
        ReadOnlySpan<byte> symbol = frame.Symbol;
        if (symbol.Length > options.MaximumSymbolLength) ThrowSymbolTooLong(symbol.Length);
        ModuleId module = builder.AddModule(frame.Module);
        FrameKind kind = frame.IsInlined ? FrameKind.Inlined : GetKind(module, frame.Module);
        if (kind == FrameKind.Jit)
        {
            // a->b->c: c inlined in b, b in a. The leaf comes first, so the symbol is read from its end.
            for (int arrow; (arrow = LastArrow(symbol)) > 0; symbol = symbol[..arrow])
            {
                result.Add(new Frame(AddSymbol(symbol[(arrow + 2)..]), module, FrameKind.Inlined));
            }
        }
        result.Add(new Frame(AddSymbol(symbol), module, kind));
    }

    private FrameKind GetKind(ModuleId module, ReadOnlySpan<byte> name)
    {
        while (_kinds.Count <= module.Value) _kinds.Add(null);
        return _kinds[module.Value] ??= ModuleKind.Of(name);
    }

    private SymbolId AddSymbol(ReadOnlySpan<byte> symbol)
    {
        SymbolId id = builder.AddSymbol(symbol);
        if (builder.SymbolCount > options.MaximumSymbols) ThrowTooManySymbols();
        return id;
    }

    // An arrow between two names. That of a C++ operator-> belongs to the name.
    private static int LastArrow(ReadOnlySpan<byte> symbol)
    {
        int arrow = symbol.LastIndexOf("->"u8);
        return arrow > 0 && arrow + 2 < symbol.Length && !symbol[..arrow].EndsWith("operator"u8) ? arrow : -1;
    }

    private void ThrowSymbolTooLong(int length) => throw new ProfileLimitException(
        $"a symbol of {length} bytes is longer than the limit of {options.MaximumSymbolLength} ({nameof(PerfScriptOptions.MaximumSymbolLength)})");

    private void ThrowTooManySymbols() => throw new ProfileLimitException(
        $"there are more than {options.MaximumSymbols} distinct symbols ({nameof(PerfScriptOptions.MaximumSymbols)})");
}
