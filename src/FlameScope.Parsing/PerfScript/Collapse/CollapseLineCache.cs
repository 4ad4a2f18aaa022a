using System.Runtime.InteropServices;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves frame lines to the names of their functions. A line is parsed once, and so is each pair of a symbol and a module. The rules of the script
/// depend only on the line and on whether the thread is Java.
/// </summary>
internal sealed class CollapseLineCache(CollapsedTree tree, StackCollapseOptions options)
{
    private readonly CollapsedFunctions _functions = new(options);
    private readonly FingerprintTable[] _lines = [new(), new()]; // the second for Java
    private readonly FingerprintTable[] _frames = [new(), new()]; // by symbol and module
    private readonly List<int[]> _runs = [[]]; // of lines with no function, which is the first, or several
    private readonly List<string> _names = [];
    private readonly bool _dependsOnAddress = options.InlineResolver is not null || options.Addresses;

    private static readonly int MaximumRuns = BufferSize.Choose(2_500_000, small: 100);

    /// <summary>Indicates whether a symbol had an offset.</summary>
    public bool HasOffsets { get; private set; }

    /// <summary>Clears the cache when it is too large. Results from before are then invalid.</summary>
    public void KeepBounded()
    {
        bool isLarge = _lines[0].IsLarge || _lines[1].IsLarge || _frames[0].IsLarge || _frames[1].IsLarge || _runs.Count > MaximumRuns;
        if (!isLarge) return;
        foreach (FingerprintTable table in _lines) table.Clear();
        foreach (FingerprintTable table in _frames) table.Clear();
        _runs.RemoveRange(1, _runs.Count - 1);
    }

    /// <summary>Prefetches the entry that <see cref="Find(ReadOnlySpan{byte}, Fingerprint, bool)"/> needs for a line.</summary>
    public void Prefetch(Fingerprint key) => _lines[0].PrefetchEntry(key);

    /// <summary>Finds the functions of a line.</summary>
    /// <param name="text">The text from the line on.</param>
    /// <param name="key">The <see cref="FrameLineKey"/> of the line.</param>
    /// <param name="isJava">Indicates whether the thread is Java.</param>
    /// <returns>The names, leaf first; none if the line is not a frame.</returns>
    /// <exception cref="ProfileLimitException">The text of the names is too long.</exception>
    public FrameRef Find(ReadOnlySpan<byte> text, Fingerprint key, bool isJava)
    {
        FingerprintTable lines = _lines[isJava ? 1 : 0];
        bool mayBeCached = key != default;
        if (mayBeCached && lines.TryGet(key, out int code)) return new FrameRef(code);
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = PerfText.TrimEnd(end < 0 ? text : text[..end]);
        FrameRef names = CollapseFrameLine.TryParse(line, out CollapseFrameLine frame) ? Find(frame, isJava) : FrameRef.OfRun(0);
        if (mayBeCached) lines.Add(key, names.Code);
        return names;
    }

    /// <summary>Finds the functions of a frame.</summary>
    /// <inheritdoc cref="Find(ReadOnlySpan{byte}, Fingerprint, bool)"/>
    public FrameRef Find(CollapseFrameLine frame, bool isJava)
    {
        ReadOnlySpan<byte> symbol = frame.Symbol;
        HasOffsets |= symbol.Length < frame.Function.Length;
        if (_dependsOnAddress) return Add(frame, isJava);
        FingerprintTable frames = _frames[isJava ? 1 : 0];
        var key = new Fingerprint(Fingerprint.HashOf(symbol, frame.Module), ((uint)symbol.Length << 12) ^ (uint)frame.Module.Length);
        if (frames.TryGet(key, out int code)) return new FrameRef(code);
        FrameRef names = Add(frame, isJava);
        frames.Add(key, names.Code);
        return names;
    }

    /// <summary>Returns the names of a line that has no function or several, leaf first.</summary>
    public ReadOnlySpan<int> GetSeveral(FrameRef names) => _runs[names.Run];

    /// <summary>Adds the names of a text of several, root first, that semicolons separate.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">Receives the numbers of the names.</param>
    public void AddNames(ReadOnlySpan<byte> text, List<int> names)
    {
        for (int end; (end = text.IndexOf((byte)';')) >= 0; text = text[(end + 1)..]) names.Add(tree.AddName(text[..end]));
        names.Add(tree.AddName(text));
    }

    private FrameRef Add(CollapseFrameLine frame, bool isJava)
    {
        _names.Clear();
        _functions.AppendNames(frame, isJava, _names);
        var names = new List<int>(_names.Count);
        for (int i = _names.Count - 1; i >= 0; i--) AddNames(Encoding.Latin1.GetBytes(_names[i]), names);
        names.Reverse();
        return ToRef(CollectionsMarshal.AsSpan(names));
    }

    private FrameRef ToRef(ReadOnlySpan<int> names)
    {
        if (names.IsEmpty) return FrameRef.OfRun(0);
        if (names.Length == 1) return FrameRef.Of(new FrameId(names[0]));
        _runs.Add(names.ToArray());
        return FrameRef.OfRun(_runs.Count - 1);
    }
}
