namespace FlameScope.Parsing;

/// <summary>The facts about the events of a chunk that are found before the events are read.</summary>
/// <param name="Samples">The number of events that become samples.</param>
/// <param name="Pid">The process; <c>null</c> if the chunk does not say it.</param>
internal readonly record struct JfrSurvey(int Samples, long? Pid)
{
    // The ids of types and the sizes of almost all events have one byte.
    private const int ShortIds = 128;

    private enum EventKind : byte
    {
        Unused,
        Sample,
        Fact,
    }

    /// <summary>Walks over the events, which costs the reading of their sizes and types.</summary>
    public static JfrSurvey Of(in JfrChunk chunk)
    {
        ReadOnlySpan<byte> bytes = chunk.Bytes;
        Span<EventKind> kinds = stackalloc EventKind[ShortIds];
        for (int id = 0; id < ShortIds; id++) kinds[id] = KindOf(chunk.Metadata.Find(id));
        int samples = 0;
        long? pid = null;
        for (int offset = JfrChunkHeader.Length; offset < bytes.Length;)
        {
            int left = bytes.Length - offset;
            if (chunk.IsCompressed && left > 1 && bytes[offset] < ShortIds && bytes[offset + 1] < ShortIds)
            {
                int shortSize = bytes[offset];
                if (shortSize == 0 || shortSize > left) break;
                EventKind kind = kinds[bytes[offset + 1]];
                if (kind != EventKind.Fact)
                {
                    samples += (int)kind; // 1 for a sample
                    offset += shortSize;
                    continue;
                }
            }
            JfrCursor cursor = chunk.At(offset);
            long size = cursor.ReadInteger(sizeof(int));
            JfrType? type = chunk.Metadata.Find(cursor.ReadInteger(sizeof(long)));
            if (size <= 0 || size > left || cursor.IsBroken) break;
            if (KindOf(type) == EventKind.Sample) samples++;
            else if (KindOf(type) == EventKind.Fact) pid ??= JfrFacts.ReadPid(chunk, type!, cursor, offset + (int)size);
            offset += (int)size;
        }
        return new JfrSurvey(samples, pid);
    }

    private static EventKind KindOf(JfrType? type)
    {
        if (type is not { IsRead: true }) return EventKind.Unused;
        return type.Samples is null ? EventKind.Fact : EventKind.Sample;
    }

    /// <summary>Counts the samples of the chunks that follow the first one.</summary>
    /// <param name="bytes">The bytes after the first chunk.</param>
    /// <returns>The number of samples up to the first chunk that is not whole.</returns>
    public static long CountSamples(ReadOnlySpan<byte> bytes)
    {
        long samples = 0;
        while (bytes.Length >= JfrChunkHeader.Length && bytes.StartsWith(JfrChunkHeader.Magic))
        {
            JfrChunkHeader header = JfrChunkHeader.Read(bytes);
            if (!header.IsClosed || header.Size < JfrChunkHeader.Length || header.Size > bytes.Length || header.MetadataOffset >= header.Size) break;
            ReadOnlySpan<byte> chunk = bytes[..(int)header.Size];
            if (JfrMetadata.Read(chunk, (int)header.MetadataOffset, header.IsCompressed) is not { } metadata) break;
            samples += Of(new JfrChunk { Bytes = chunk, FileOffset = 0, IsCompressed = header.IsCompressed, IsComplete = true, Metadata = metadata }).Samples;
            bytes = bytes[chunk.Length..];
        }
        return samples;
    }
}
