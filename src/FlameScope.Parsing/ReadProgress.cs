namespace FlameScope.Parsing;

/// <summary>How far reading has come.</summary>
/// <param name="BytesRead">The bytes of the file or stream that have been read, compressed ones where it is compressed.</param>
/// <param name="TotalBytes">The bytes there are; <c>null</c> where that is not known.</param>
public readonly record struct ReadProgress(long BytesRead, long? TotalBytes);
