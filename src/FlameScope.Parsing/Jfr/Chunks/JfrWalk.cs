namespace FlameScope.Parsing;

/// <summary>Moves over the events of a chunk by their sizes. Used where the header of a chunk cannot be relied on.</summary>
internal static class JfrWalk
{
    // How far after an event without a size the next one is searched.
    private const int MaximumGap = 16;

    // The first bytes of a chunk and of the only version that is read.
    private static ReadOnlySpan<byte> ChunkStart => "FLR\0\0\u0002"u8;

    /// <summary>Finds the end of a chunk whose size is not known: the next chunk, or the end of the bytes.</summary>
    public static int FindEnd(ReadOnlySpan<byte> bytes, bool isCompressed)
    {
        int offset = JfrChunkHeader.Length;
        while (TryRead(bytes, offset, isCompressed, out int size, out _) && !bytes[offset..].StartsWith(ChunkStart)) offset += size;
        int next = bytes[offset..].IndexOf(ChunkStart);
        return next < 0 ? bytes.Length : offset + next;
    }

    /// <summary>Finds the events that describe a chunk.</summary>
    /// <param name="chunk">The bytes of the chunk.</param>
    /// <param name="isCompressed">Indicates whether integers are compressed.</param>
    /// <param name="constants">Receives the offsets of the events with constants.</param>
    /// <returns>The offset of the last event with metadata; -1 if there is none.</returns>
    public static int FindDescriptions(ReadOnlySpan<byte> chunk, bool isCompressed, List<int> constants)
    {
        int metadata = -1;
        for (int offset = JfrChunkHeader.Length; TryRead(chunk, offset, isCompressed, out int size, out long type); offset += size)
        {
            if (type == JfrEventIds.Metadata) metadata = offset;
            else if (type == JfrEventIds.Constants) constants.Add(offset);
        }
        return metadata;
    }

    /// <summary>Finds the event that follows one whose size cannot be right.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="offset">The offset of the event that cannot be read.</param>
    /// <param name="limit">The offset of an event that is known, or the end of the chunk.</param>
    /// <returns>
    /// The offset of the first event from which the events lead to <paramref name="limit"/> without a gap; <paramref name="limit"/> if there is none.
    /// </returns>
    public static int FindNext(in JfrChunk chunk, int offset, int limit)
    {
        int zeros = chunk.Bytes[offset..limit].IndexOfAnyExcept((byte)0);
        if (zeros < 0) return limit;
        int first = Math.Max(offset + zeros, offset + 1);
        for (int start = first; start < limit && start < first + MaximumGap; start++)
        {
            if (LeadsTo(chunk, start, limit)) return start;
        }
        return limit;
    }

    private static bool LeadsTo(in JfrChunk chunk, int offset, int limit)
    {
        while (offset < limit)
        {
            if (!TryRead(chunk.Bytes[..limit], offset, chunk.IsCompressed, out int size, out long type)) return false;
            if (type != JfrEventIds.Metadata && type != JfrEventIds.Constants && chunk.Metadata.Find(type) is null) return false;
            offset += size;
        }
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, int offset, bool isCompressed, out int size, out long type)
    {
        var cursor = new JfrCursor(bytes, offset, isCompressed);
        long length = cursor.ReadInteger(sizeof(int));
        type = cursor.ReadInteger(sizeof(long));
        size = (int)Math.Clamp(length, 0, int.MaxValue);
        return !cursor.IsBroken && length >= cursor.Position - offset && length <= bytes.Length - offset;
    }
}
