namespace FlameScope.TestData;

/// <summary>
/// Generates perf text from random numbers; the same numbers give the same text. It covers every form of the grammar of <c>perf script</c>, each with
/// its expected result.
/// </summary>
/// <remarks>
/// The grammar is ambiguous in places. No reader can resolve the following, which are not generated:
/// <list type="bullet">
/// <item>a comm that contains an id followed by a time and a colon (<c>7 1.500000: x</c>), that ends in an id or a processor if the line has none, or that
/// starts like a comment or the number of a guest; without times also a comm with a colon before a space, or one that ends like a processor;</item>
/// <item>a symbol that ends in an offset (<c>+0x1f</c>), or in a parenthesis after a space if no module follows;</item>
/// <item>a module with unbalanced parentheses, unless the symbol has none;</item>
/// <item>an address of decimal digits only, if neither event nor symbol is printed, because it could be a period;</item>
/// <item>a data address or a weight before a frame that is not in its columns, or that has neither a symbol nor a module;</item>
/// <item>a tracepoint payload that is a hexadecimal number followed by a module, or that contains a time and an id if the line lacks one of
/// them;</item>
/// <item>a text in which only some samples have times: if any sample has one, a line without a time is not a sample;</item>
/// <item>the payload of a tracepoint that contains a time and an id, if the lines have a time of day only.</item>
/// </list>
/// </remarks>
public sealed partial class PerfTextMaker
{
    private readonly Random _random;
    private bool _hasTimes;
    private bool _hasTimesOfDayOnly;
    private bool _hasDumps;
    private long _time;
    private int _skipped;
    private long _lost;

    /// <summary>Initializes a generator.</summary>
    /// <param name="random">The source of random numbers.</param>
    public PerfTextMaker(Random random) => _random = random;

    /// <summary>Generates a text.</summary>
    /// <param name="pieceCount">The number of samples, records, comments and messages. If none of them is a sample, one is added.</param>
    public PerfTextCase Make(int pieceCount)
    {
        _hasTimes = Chance(7, 8);
        _hasTimesOfDayOnly = _hasTimes && Chance(1, 16);
        _hasDumps = _hasTimes && !_hasTimesOfDayOnly && Chance(1, 12);
        _time = _random.NextInt64(0, 1_000_000) * 1_000;
        PerfTextFields fields = _hasTimesOfDayOnly ? PerfTextFields.DrawWithTimeOfDayOnly(_random) : PerfTextFields.Draw(_random, _hasTimes);
        bool isMixed = !_hasTimesOfDayOnly && Chance(1, 3);
        var pieces = new List<PerfTextPiece>(pieceCount + 1);
        if (Chance(1, 6)) pieces.Add(Other(["# ========", "# captured on    : Sun Nov 22 06:36:48 2026", "# cmdline : /usr/bin/perf record -g", "# ========", "#"]));
        for (int i = 0; i < pieceCount; i++)
        {
            if (isMixed) fields = DrawLike(fields);
            if (_hasDumps) pieces.Add(MakeDump());
            pieces.Add(Chance(1, 6) ? MakeOther(fields) : MakeSample(fields));
        }
        if (pieces.TrueForAll(p => p.Sample is null)) pieces.Add(MakeSample(fields));
        return new PerfTextCase(pieces, Chance(1, 8) ? "\r\n" : "\n", Chance(1, 10), Chance(3, 4));
    }

    // A text without ids has none in any line.
    private PerfTextFields DrawLike(PerfTextFields first)
    {
        while (true)
        {
            PerfTextFields fields = PerfTextFields.Draw(_random, _hasTimes);
            if ((fields.Ids == PerfIds.None) == (first.Ids == PerfIds.None)) return fields;
        }
    }

    private bool Chance(int times, int of) => _random.Next(of) < times;

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private string Blanks(int most) => new(' ', _random.Next(most + 1));

    private static PerfTextPiece Other(IReadOnlyList<string> lines, int skipped = 0, long lost = 0, bool isDump = false) => new(lines, null, skipped, lost, isDump);

    // Mostly ascending, sometimes descending or equal: perf merges buffers, and truncated files have jumps.
    private long NextTime(bool isNanoseconds)
    {
        long step = _random.Next(8) switch { 0 => -_random.NextInt64(5_000_000_000), 1 => 0, _ => _random.NextInt64(20_000_000) };
        _time = Math.Max(0, _time + step);
        if (Chance(1, 500)) _time = _random.NextInt64(0, 9_223_372_035) * 1_000_000_000;
        return isNanoseconds ? _time : _time / 1000 * 1000;
    }
}
