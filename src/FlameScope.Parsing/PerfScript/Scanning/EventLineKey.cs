namespace FlameScope.Parsing;

/// <summary>The content of the first line of a sample: time and period, and fingerprints of the text before and after them.</summary>
internal struct EventLineKey
{
    /// <summary>The fingerprint of the text before the time; the default if the line is not of the form of <see cref="EventLineParts"/>.</summary>
    public Fingerprint Head;

    /// <summary>The fingerprint of the text after the period, including the line end, and of whether there is a period.</summary>
    public Fingerprint Tail;

    /// <summary>The time in nanoseconds.</summary>
    public long Time;

    /// <summary>The period; 1 if there is none.</summary>
    public long Period;

    /// <summary>Returns the key of a line with its line end.</summary>
    public static EventLineKey Of(ReadOnlySpan<byte> line) => EventLineParts.TrySplit(line, out EventLineParts parts) ? Of(line, parts) : default;

    /// <inheritdoc cref="Of(ReadOnlySpan{byte})"/>
    public static EventLineKey Of(ReadOnlySpan<byte> line, in EventLineParts parts) => new()
    {
        Head = new Fingerprint(Fingerprint.HashOf(line[..parts.Head]), (uint)parts.Head),
        Tail = new Fingerprint(Fingerprint.HashOf(line[parts.Tail..]), parts.HasPeriod ? 1u : 2u),
        Time = parts.Time,
        Period = parts.HasPeriod ? parts.Period : 1,
    };
}
