namespace FlameScope.Parsing;

/// <summary>What a <see cref="PerfScriptReader"/> has to know of the text before its block. The default is the start of the text.</summary>
public readonly struct PerfScriptReaderState
{
    /// <summary>The number of bytes before the block.</summary>
    public long BytesRead { get; internal init; }

    /// <summary>The number of lines before the block.</summary>
    public long LinesRead { get; internal init; }

    /// <summary>Whether a sample is open, so that frames belong to it.</summary>
    internal bool IsInEvent { get; init; }

    /// <summary>What the line before was.</summary>
    internal PerfLineKind LastKind { get; init; }

    /// <summary>Whether any sample so far had a time. Then a line without one is none.</summary>
    internal bool HasTimes { get; init; }
}
