namespace FlameScope.Parsing;

/// <summary>The facts about the events of a chunk that are found before the events are read.</summary>
/// <param name="Samples">The number of events that become samples.</param>
/// <param name="Pid">The process; <c>null</c> if the chunk does not say it.</param>
internal readonly record struct JfrSurvey(int Samples, long? Pid)
{
    /// <summary>Walks over the events, which costs the reading of their sizes and types.</summary>
    public static JfrSurvey Of(in JfrChunk chunk)
    {
        int samples = 0;
        long? pid = null;
        JfrCursor cursor = chunk.At(JfrChunkHeader.Length);
        for (int offset = JfrChunkHeader.Length; offset < chunk.Bytes.Length;)
        {
            cursor.Position = offset;
            long size = cursor.ReadInteger(sizeof(int));
            if (size <= 0 || size > chunk.Bytes.Length - offset || cursor.IsBroken) break;
            if (chunk.Metadata.Find(cursor.ReadInteger(sizeof(long))) is { IsRead: true } type)
            {
                if (type.Samples is not null) samples++;
                else pid ??= JfrFacts.ReadPid(chunk, type, cursor, offset + (int)size);
            }
            offset += (int)size;
        }
        return new JfrSurvey(samples, pid);
    }
}
