namespace FlameScope.Parsing;

/// <summary>
/// Reads parts of a text in rising order, beside the one who reads all of it. It keeps its tables and caches from part to part, so that a row is
/// handed over once.
/// </summary>
/// <remarks>
/// It only takes what is plain: where a part holds a header, breaks a limit or turns out to have been read under a wrong assumption, it is
/// discarded, and the text is read again in order, by the one who knows what comes before. Then all that it knows goes with it, since the rows
/// of a part that does not count must not reach the profile.
/// </remarks>
internal sealed class PartReader(PerfScriptOptions options)
{
    private readonly PerfScriptAssembler _assembler = PerfScriptAssembler.OfParts(options);
    private volatile bool _isDiscarded;

    /// <summary>Whether nothing that it reads counts any more.</summary>
    public bool IsDiscarded => _isDiscarded;

    /// <summary>Notes that a part of it did not count. May be called by any thread.</summary>
    public void Discard() => _isDiscarded = true;

    /// <summary>Reads a part.</summary>
    /// <param name="block">The part.</param>
    /// <param name="assumeTimes">Whether a sample before it is taken to have a time.</param>
    /// <returns>What it holds; <c>null</c> when it has to be read in order.</returns>
    public PerfScriptPart? Read(TextBlock block, bool assumeTimes)
    {
        try
        {
            PerfScriptPart? part = _assembler.ReadPart(block, assumeTimes, this);
            if (part is not null) return part;
        }
        catch (ProfileFormatException)
        {
            // In order it will be thrown again, with its line.
        }
        Discard();
        return null;
    }
}
