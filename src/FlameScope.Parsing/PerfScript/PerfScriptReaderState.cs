namespace FlameScope.Parsing;

/// <summary>The state of a <see cref="PerfScriptReader"/> between two blocks of a text. The default is the start of the text.</summary>
public readonly struct PerfScriptReaderState
{
    /// <summary>The number of bytes before the next block.</summary>
    public long BytesRead { get; internal init; }

    /// <summary>The number of lines before the next block.</summary>
    public long LinesRead { get; internal init; }

    /// <summary>Indicates whether a sample has not ended, so that frames belong to it.</summary>
    internal bool IsInEvent { get; init; }

    /// <summary>The kind of the previous line.</summary>
    internal PerfLineKind LastKind { get; init; }

    /// <summary>Indicates whether a sample so far had a time. Then a line without a time is not a sample.</summary>
    internal bool HasTimes { get; init; }

    /// <summary>Indicates whether the current sample has no frame yet. A blank line does not end it then, because it may be part of a payload.</summary>
    internal bool IsFrameless { get; init; }

    /// <summary>Indicates whether the last frame line started with a tab, so that the fields after a call chain are distinguished from frames.</summary>
    internal bool HasTabs { get; init; }

    /// <summary>The fields of the text, as far as the lines read so far show them.</summary>
    internal PerfLayout Layout { get; init; }
}
