using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves frame lines to frames of a profile. A line is parsed once, and the frame of a symbol and a module is added once: real recordings repeat
/// each line 10 to 30 times, and each frame at a few addresses.
/// </summary>
/// <remarks>A line is one frame, or several if its symbol contains inlined functions. The ids do not depend on the content of the cache.</remarks>
internal sealed class FrameLineCache(ProfileBuilder builder, ProfileReadOptions options)
{
    private readonly FingerprintTable _lines = new();
    private readonly FingerprintTable _frames = new(); // by symbol and module
    private readonly List<FrameId[]> _runs = []; // of lines with several frames
    private readonly List<Frame> _rows = [];
    private readonly List<FrameKind?> _kinds = []; // by module

    /// <summary>Clears the cache when it is too large. Results of <see cref="TryFind"/> from before are then invalid.</summary>
    public void KeepBounded()
    {
        if (!_lines.IsLarge && !_frames.IsLarge) return;
        _lines.Clear();
        _frames.Clear();
        _runs.Clear();
    }

    /// <summary>Prefetches the entry that <see cref="TryFind"/> needs for a line.</summary>
    public void PrefetchLine(Fingerprint key) => _lines.PrefetchEntry(key);

    /// <summary>Finds the frames of a line.</summary>
    /// <param name="text">The text from the line on. The line starts with a tab and has a line end.</param>
    /// <param name="key">The <see cref="FrameLineKey"/> of the line.</param>
    /// <param name="frames">The frames.</param>
    /// <returns><c>true</c> if the line is a frame.</returns>
    public bool TryFind(ReadOnlySpan<byte> text, Fingerprint key, out FrameRef frames)
    {
        bool mayBeCached = key != default;
        if (mayBeCached && _lines.TryGet(key, out int code))
        {
            frames = new FrameRef(code);
            return true;
        }
        frames = default;
        ReadOnlySpan<byte> line = PerfText.TrimEnd(text[..text.IndexOf((byte)'\n')]);
        if (PerfDetailLine.IsInstruction(line) || !PerfFrameLine.TryParse(line, out PerfFrameLine frame) || frame.IsDeferred) return false;
        frames = Find(frame);
        if (mayBeCached) _lines.Add(key, frames.Code);
        return true;
    }

    /// <summary>Returns the frames of a line with several, root first.</summary>
    public ReadOnlySpan<FrameId> GetSeveral(FrameRef frames) => _runs[frames.Run];

    /// <summary>
    /// Returns whether a call chain of this length, in bytes, may exceed a limit. Then it has to be read line by line, to find the line that does.
    /// </summary>
    public bool MayBreakLimit(int length) =>
        length > options.MaximumLineLength || length > options.MaximumSymbolLength || length > options.MaximumFrames
        || length > options.MaximumSymbols - builder.SymbolCount;

    /// <summary>Adds a frame to the profile.</summary>
    public FrameId Intern(Frame row) => builder.AddFrame(row);

    /// <summary>Checks the length of a symbol.</summary>
    /// <exception cref="ProfileLimitException">The symbol is too long.</exception>
    public void CheckSymbol(int length)
    {
        if (length > options.MaximumSymbolLength) ThrowSymbolTooLong(length);
    }

    /// <summary>Appends the frames of a line, leaf first.</summary>
    public void Split(PerfFrameLine frame, List<Frame> result)
    {
        ReadOnlySpan<byte> symbol = frame.Symbol;
        CheckSymbol(symbol.Length);
        ModuleId module = builder.AddModule(frame.Module);
        FrameKind kind = GetKind(module, frame.Module);
        if (kind == FrameKind.Jit && !frame.IsInlined)
        {
            // a->b->c: c is inlined in b, and b in a. The leaf is first, so the symbol is read from its end.
            for (int arrow; (arrow = PackedSymbol.LastArrow(symbol)) > 0; symbol = symbol[..arrow])
            {
                result.Add(new Frame { Symbol = AddSymbol(symbol[(arrow + 2)..]), Module = module, Kind = kind, IsInlined = true });
            }
        }
        result.Add(new Frame { Symbol = AddSymbol(symbol), Module = module, Kind = kind, IsInlined = frame.IsInlined });
    }

    private FrameRef Find(PerfFrameLine frame)
    {
        var key = new Fingerprint(
            Fingerprint.HashOf(frame.Symbol, frame.Module),
            ((uint)frame.Symbol.Length << 12) ^ ((uint)frame.Module.Length << 1) ^ (frame.IsInlined ? 1u : 0));
        if (_frames.TryGet(key, out int code)) return new FrameRef(code);
        _rows.Clear();
        Split(frame, _rows);
        FrameRef frames;
        if (_rows.Count == 1)
        {
            frames = FrameRef.Of(Intern(_rows[0]));
        }
        else
        {
            frames = FrameRef.OfRun(_runs.Count);
            FrameId[] run = _rows.ConvertAll(Intern).ToArray();
            Array.Reverse(run);
            _runs.Add(run);
        }
        _frames.Add(key, frames.Code);
        return frames;
    }

    private FrameKind GetKind(ModuleId module, ReadOnlySpan<byte> name)
    {
        while (_kinds.Count <= module.Value) _kinds.Add(null);
        return _kinds[module.Value] ??= LinuxModuleKind.Of(name);
    }

    private SymbolId AddSymbol(ReadOnlySpan<byte> symbol)
    {
        SymbolId id = builder.AddSymbol(symbol);
        if (builder.SymbolCount > options.MaximumSymbols) ThrowTooManySymbols();
        return id;
    }

    private void ThrowSymbolTooLong(int length) => throw new ProfileLimitException(string.Create(
        CultureInfo.InvariantCulture,
        $"a symbol of {length} bytes is longer than the limit of {options.MaximumSymbolLength} ({nameof(ProfileReadOptions.MaximumSymbolLength)})"));

    private void ThrowTooManySymbols() => throw new ProfileLimitException(string.Create(
        CultureInfo.InvariantCulture,
        $"there are more than {options.MaximumSymbols} distinct symbols ({nameof(ProfileReadOptions.MaximumSymbols)})"));
}
