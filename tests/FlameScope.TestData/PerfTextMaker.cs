namespace FlameScope.TestData;

/// <summary>
/// Makes perf text up from random numbers: the same numbers give the same text. Every form of <c>perf script</c>'s grammar can come, and every
/// form comes with what it must yield.
/// </summary>
/// <remarks>
/// The grammar is ambiguous in places, and no reader can be right about those. They are left out here:
/// <list type="bullet">
/// <item>a comm that holds an id followed by a time and a colon (<c>7 1.5: x</c>), or that ends in an id or a processor where the line has
/// none of its own, or that starts like a comment or a guest's number; where there are no times, one with a colon before a blank, or that ends like a processor;</item>
/// <item>a symbol that ends in an offset of its own (<c>+0x1f</c>) or in a parenthesis behind a blank where no module follows;</item>
/// <item>a module with parentheses that do not match, unless the symbol has none;</item>
/// <item>an address of decimal digits alone where neither event nor symbol is printed: it might be a period;</item>
/// <item>a tracepoint's payload that is a hexadecimal number with a module behind it, or, where the line has no time or
/// no id of its own, holds both;</item>
/// <item>a text of which only some samples have times: where any has, a line without one is not a sample.</item>
/// </list>
/// </remarks>
public sealed partial class PerfTextMaker
{
    private readonly Random _random;
    private bool _hasTimes;
    private long _time;
    private int _messages;
    private long _lost;

    /// <summary>A maker.</summary>
    /// <param name="random">Where the numbers come from.</param>
    public PerfTextMaker(Random random) => _random = random;

    /// <summary>Makes a text.</summary>
    /// <param name="pieceCount">The number of samples, records, comments and messages. One more comes when none of them is a sample.</param>
    public PerfTextCase Make(int pieceCount)
    {
        _hasTimes = Chance(7, 8);
        _time = _random.NextInt64(0, 1_000_000) * 1_000;
        PerfTextFields fields = PerfTextFields.Draw(_random, _hasTimes);
        bool isMixed = Chance(1, 3);
        var pieces = new List<PerfTextPiece>(pieceCount + 1);
        if (Chance(1, 6)) pieces.Add(Other(["# ========", "# captured on    : Sun Nov 22 06:36:48 2026", "# cmdline : /usr/bin/perf record -g", "# ========", "#"]));
        for (int i = 0; i < pieceCount; i++)
        {
            if (isMixed) fields = PerfTextFields.Draw(_random, _hasTimes);
            pieces.Add(Chance(1, 6) ? MakeOther(fields) : MakeSample(fields));
        }
        if (pieces.TrueForAll(p => p.Sample is null)) pieces.Add(MakeSample(fields));
        return new PerfTextCase(pieces, Chance(1, 8) ? "\r\n" : "\n", Chance(1, 10), Chance(3, 4));
    }

    private bool Chance(int times, int of) => _random.Next(of) < times;

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private string Blanks(int most) => new(' ', _random.Next(most + 1));

    private static PerfTextPiece Other(IReadOnlyList<string> lines, int messages = 0, long lost = 0) => new(lines, null, messages, lost);

    // Mostly forward, at times back, at times the same: perf merges buffers, and cut files jump.
    private long NextTime(bool isNanoseconds)
    {
        long step = _random.Next(8) switch { 0 => -_random.NextInt64(5_000_000_000), 1 => 0, _ => _random.NextInt64(20_000_000) };
        _time = Math.Max(0, _time + step);
        if (Chance(1, 500)) _time = _random.NextInt64(0, 9_223_372_035) * 1_000_000_000;
        return isNanoseconds ? _time : _time / 1000 * 1000;
    }
}
