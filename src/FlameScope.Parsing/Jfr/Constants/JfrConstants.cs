namespace FlameScope.Parsing;

/// <summary>
/// Finds the constants of a chunk. They are in events of their own, each of which has the distance to another one; the header has the offset of the
/// last one. A constant may precede or follow the events and constants that refer to it, so all are found before any is resolved.
/// </summary>
internal static class JfrConstants
{
    /// <summary>Follows the chain of events with constants.</summary>
    /// <param name="chunk">The bytes of the chunk.</param>
    /// <param name="last">The offset of the event that is in the header.</param>
    /// <param name="isCompressed">Indicates whether integers are compressed.</param>
    /// <param name="offsets">Receives the offsets of the events.</param>
    /// <returns><c>false</c> if the chain is broken.</returns>
    public static bool TryFollow(ReadOnlySpan<byte> chunk, int last, bool isCompressed, List<int> offsets)
    {
        // The events do not overlap, so that a chain with a cycle ends when their sizes exceed the chunk.
        long capacity = chunk.Length;
        long offset = last;
        while (offset >= JfrChunkHeader.Length && offset < chunk.Length)
        {
            var cursor = new JfrCursor(chunk, (int)offset, isCompressed);
            long size = cursor.ReadInteger(sizeof(int));
            if (size <= 0 || size > chunk.Length - offset || (capacity -= size) < 0) return false;
            if (cursor.ReadInteger(sizeof(long)) != JfrEventIds.Constants) return false;
            cursor.ReadInteger(sizeof(long)); // start time
            cursor.ReadInteger(sizeof(long)); // duration
            long distance = cursor.ReadInteger(sizeof(long));
            if (cursor.IsBroken) return false;
            offsets.Add((int)offset);
            if (distance == 0) return true;
            offset = unchecked(offset + distance);
        }
        return false;
    }

    /// <summary>Adds the constants of an event to the tables of their types. A constant that is already there is kept.</summary>
    /// <returns><c>false</c> if the event cannot be read to its end.</returns>
    public static bool TryIndex(in JfrChunk chunk, int offset)
    {
        JfrCursor cursor = chunk.At(offset);
        long size = cursor.ReadInteger(sizeof(int));
        if (size <= 0 || size > chunk.Bytes.Length - offset) return false;
        cursor = new JfrCursor(chunk.Bytes[..(offset + (int)size)], cursor.Position, chunk.IsCompressed);
        for (int i = 0; i < 4; i++) cursor.ReadInteger(sizeof(long)); // type, start time, duration, distance
        cursor.ReadInteger(1); // the kind of the event
        long poolCount = cursor.ReadInteger(sizeof(int));
        for (long i = 0; i < poolCount && !cursor.IsBroken; i++)
        {
            JfrType? type = chunk.Metadata.Find(cursor.ReadInteger(sizeof(long)));
            long count = cursor.ReadCount();
            if (type is null || !chunk.Metadata.GetLayout(type).IsValid) return false;
            Index(ref cursor, type, chunk.Metadata.GetLayout(type), count);
        }
        return !cursor.IsBroken;
    }

    private static void Index(ref JfrCursor cursor, JfrType type, JfrLayout layout, long count)
    {
        JfrIdTable? constants = type.Constants;
        for (long i = 0; i < count; i++)
        {
            long id = cursor.ReadInteger(sizeof(long));
            int position = cursor.Position;
            layout.Skip(ref cursor);
            if (cursor.IsBroken) return;
            constants?.Add(id, position);
        }
    }
}
