namespace FlameScope.Parsing;

/// <summary>What a sample's first line says, with what stands before the time and behind the period as fingerprints.</summary>
internal struct EventLineKey
{
    /// <summary>The text before the time; the default when the line is not of the form of <see cref="EventLineParts"/>.</summary>
    public Fingerprint Head;

    /// <summary>The text behind the period with its line end, and whether there is a period.</summary>
    public Fingerprint Tail;

    /// <summary>Nanoseconds.</summary>
    public long Time;

    /// <summary>The period; 1 when there is none.</summary>
    public long Period;

    /// <summary>The key of a line with its end.</summary>
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
