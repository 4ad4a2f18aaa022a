namespace FlameScope.Parsing;

/// <summary>Reads the blocks of a text in their order.</summary>
internal sealed class OrderedReader(PerfScriptParser assembler)
{
    private byte[] _rest = [];
    private int _length;
    private int _readFrom;

    /// <summary>Reads a block.</summary>
    public void Read(TextBlock block)
    {
        ReadOnlySpan<byte> text = block.Text.Span;
        if (_length > 0)
        {
            ReadBehindRest(text, block);
            return;
        }
        int consumed = ReadText(text, block, block.Scan);
        if (consumed < text.Length) Keep(text[consumed..]);
    }

    // Only where a block does not end at a border is anything left. To read a long line anew for each block of it would cost the square of their number: what is left is read
    // again when it has doubled.
    private void ReadBehindRest(ReadOnlySpan<byte> text, TextBlock block)
    {
        Keep(text);
        if (_length < _readFrom && !(block.EndsAtBorder && assembler.IsStartChecked) && !block.IsFinal) return;
        int consumed = ReadText(_rest.AsSpan(0, _length), block, scan: null);
        _length -= consumed;
        _rest.AsSpan(consumed, _length).CopyTo(_rest);
        _readFrom = _length * 2;
    }

    // At a border there is no line that the next one decides about, so that the block can be read to its end. Not so while the start is unchecked,
    // since that asks for more.
    private int ReadText(ReadOnlySpan<byte> text, TextBlock block, SampleScan? scan)
    {
        bool isChecked = assembler.IsStartChecked || text.Length >= UnreadableFormat.StartLength;
        return assembler.Read(text, block.IsFinal || (block.EndsAtBorder && isChecked), scan);
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        int length = _length + text.Length;
        if (length > _rest.Length) Array.Resize(ref _rest, (int)Math.Min(Math.Max(_rest.Length * 2L, length), Array.MaxLength));
        text.CopyTo(_rest.AsSpan(_length));
        if (_length == 0) _readFrom = length * 2;
        _length = length;
    }
}
