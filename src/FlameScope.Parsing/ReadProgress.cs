namespace FlameScope.Parsing;

/// <summary>The progress of a read.</summary>
public readonly record struct ReadProgress
{
    internal ReadProgress(long bytesRead, long? totalBytes)
    {
        BytesRead = bytesRead;
        TotalBytes = totalBytes;
    }

    /// <summary>The number of bytes that have been read from the file or stream. Compressed bytes are counted as they are stored.</summary>
    public long BytesRead { get; }

    /// <summary>The number of bytes of the file or stream; <c>null</c> if it is not known.</summary>
    public long? TotalBytes { get; }
}
