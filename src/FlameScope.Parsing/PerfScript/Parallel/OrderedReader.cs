namespace FlameScope.Parsing;

/// <summary>Parses the blocks of an input in order.</summary>
internal sealed class OrderedReader(IBlockParser parser)
{
    private byte[] _rest = [];
    private int _length;
    private int _readFrom;

    /// <summary>Parses a block.</summary>
    public void Read(TextBlock block)
    {
        ReadOnlySpan<byte> text = block.Text.Span;
        if (_length > 0)
        {
            ReadAfterRest(text, block);
            return;
        }
        int consumed = Parse(text, block, block.Scan);
        if (consumed < text.Length) Keep(text[consumed..]);
    }

    // Only a block that does not end at a boundary leaves a rest. To parse a long line again for each of its blocks would take time that is
    // quadratic in their number, so the rest is parsed again when it has doubled.
    private void ReadAfterRest(ReadOnlySpan<byte> text, TextBlock block)
    {
        Keep(text);
        if (_length < _readFrom && !block.EndsAtBoundary && !block.IsFinal) return;
        int consumed = Parse(_rest.AsSpan(0, _length), block, scan: null);
        _length -= consumed;
        _rest.AsSpan(consumed, _length).CopyTo(_rest);
        _readFrom = _length * 2;
    }

    // A block that ends at a boundary can be parsed to its end: no line before a boundary depends on the next one.
    private int Parse(ReadOnlySpan<byte> text, TextBlock block, SampleScan? scan) => parser.Parse(text, block.IsFinal || block.EndsAtBoundary, scan);

    private void Keep(ReadOnlySpan<byte> text)
    {
        int length = _length + text.Length;
        if (length > _rest.Length) Array.Resize(ref _rest, (int)Math.Min(Math.Max(_rest.Length * 2L, length), Array.MaxLength));
        text.CopyTo(_rest.AsSpan(_length));
        if (_length == 0) _readFrom = length * 2;
        _length = length;
    }
}
