namespace FlameScope.Parsing;

/// <summary>
/// What the lines of a text show about its fields: without ids (<c>-F comm,time,event</c>), a number at the end of the thread name is part of the name.
/// </summary>
/// <remarks>
/// A line with a name and no number shows that there are no ids, unless ids in a column of their own show that there are: perf pads ids to five or
/// seven columns, so that more than one blank precedes most of them.
/// </remarks>
internal readonly record struct PerfLayout
{
    private readonly bool _hasLineWithoutIds;
    private readonly bool _hasPaddedIds;

    private PerfLayout(bool hasLineWithoutIds, bool hasPaddedIds) => (_hasLineWithoutIds, _hasPaddedIds) = (hasLineWithoutIds, hasPaddedIds);

    /// <summary>Indicates whether a number before the time or the event may be an id.</summary>
    public bool HasIds => _hasPaddedIds || !_hasLineWithoutIds;

    /// <summary>Returns the layout of the start of a text.</summary>
    /// <param name="start">The start of the text. It may end within a line.</param>
    public static PerfLayout Of(ReadOnlySpan<byte> start)
    {
        var reader = new PerfScriptReader(start, isFinalBlock: false, default);
        while (!reader.State.Layout._hasPaddedIds && reader.Read())
        {
        }
        return reader.State.Layout;
    }

    /// <summary>Returns the layout with a further sample.</summary>
    public PerfLayout After(in PerfEventLine sample)
    {
        bool isNamed = !sample.Comm.IsEmpty && !sample.Name.IsEmpty;
        return new PerfLayout(_hasLineWithoutIds || (isNamed && sample.Tid is null), _hasPaddedIds || sample.HasPaddedId);
    }
}
