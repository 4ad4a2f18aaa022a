namespace FlameScope.Parsing;

/// <summary>Reads blocks ahead, with a new <see cref="PartReader"/> when the last one was discarded. Used by one thread.</summary>
internal sealed class PartHelper(PerfScriptOptions options)
{
    // A text that is odd all over is better left to the one who reads it in order.
    private const int MaximumDiscarded = 16;

    private PartReader? _reader;
    private int _discarded;

    /// <summary>Whether it is of any help.</summary>
    public bool IsOfUse => _discarded < MaximumDiscarded;

    public void Read(TextBlock block, bool assumeTimes)
    {
        if (_reader is { IsDiscarded: true })
        {
            _reader = null;
            _discarded++;
        }
        _reader ??= new PartReader(options);
        block.Part = _reader.Read(block, assumeTimes);
    }
}
