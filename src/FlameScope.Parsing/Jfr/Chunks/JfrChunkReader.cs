using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the chunks of a recording one after the other. Everything that an id refers to is forgotten at the end of its chunk.</summary>
internal sealed class JfrChunkReader
{
    // A size and the id of a type.
    private const int MinimumEvent = 2;
    private const int EventsPerCheck = 64 * 1024;

    private readonly ReadContext _context;
    private readonly JfrSamples _samples;
    private readonly List<int> _constantOffsets = [];

    public JfrChunkReader(ProfileBuilder builder, ReadContext context, bool normalizeHiddenClasses)
    {
        _context = context;
        _samples = new JfrSamples(builder, context, normalizeHiddenClasses);
    }

    /// <summary>The number of chunks that could be read.</summary>
    public int ReadCount { get; private set; }

    /// <summary>Reads a chunk.</summary>
    /// <param name="bytes">The bytes of the chunk.</param>
    /// <param name="header">Its header.</param>
    /// <param name="isWhole">Indicates whether all bytes of the chunk are there.</param>
    /// <param name="fileOffset">The offset of the chunk in the file.</param>
    /// <param name="following">The bytes after the chunk that are already there.</param>
    public void Read(ReadOnlySpan<byte> bytes, JfrChunkHeader header, bool isWhole, long fileOffset, ReadOnlySpan<byte> following)
    {
        _constantOffsets.Clear();
        JfrMetadata? metadata = null;
        bool isComplete = isWhole && header.IsClosed && header.MetadataOffset < bytes.Length;
        if (isComplete)
        {
            metadata = JfrMetadata.Read(bytes, (int)header.MetadataOffset, header.IsCompressed);
            isComplete = metadata is not null && JfrConstants.TryFollow(bytes, (int)Math.Min(header.ConstantsOffset, int.MaxValue), header.IsCompressed, _constantOffsets);
        }
        InputPosition start = InputPosition.AtByte(fileOffset);
        if (!isComplete)
        {
            if (isWhole) _context.Report(header.IsClosed ? JfrProblem.BrokenChain : JfrProblem.NotClosed, start);
            _constantOffsets.Clear();
            int offset = JfrWalk.FindDescriptions(bytes, header.IsCompressed, _constantOffsets);
            if (metadata is null && offset >= 0) metadata = JfrMetadata.Read(bytes, offset, header.IsCompressed);
            if (metadata is null)
            {
                _context.Report(JfrProblem.NoMetadata, start);
                return;
            }
        }
        ReadCount++;
        var chunk = new JfrChunk
        {
            Bytes = bytes,
            FileOffset = fileOffset,
            IsCompressed = header.IsCompressed,
            IsComplete = isComplete,
            Metadata = metadata!,
        };
        Index(chunk);
        if (ReadCount == 1) _samples.Prepare(JfrSurvey.Of(chunk), JfrSurvey.CountSamples(following));
        Read(chunk, new JfrClock(header.StartNanoseconds, header.StartTicks, header.TicksPerSecond), header.StartNanoseconds);
    }

    /// <summary>Sets what is known after the last chunk.</summary>
    public void Complete() => _samples.Complete();

    private void Index(in JfrChunk chunk)
    {
        // Of constants that are there twice, the last one holds.
        _constantOffsets.Sort();
        for (int i = _constantOffsets.Count - 1; i >= 0; i--)
        {
            if (!JfrConstants.TryIndex(chunk, _constantOffsets[i])) _context.Report(JfrProblem.BrokenConstants, chunk.PositionOf(_constantOffsets[i]));
        }
    }

    private void Read(in JfrChunk chunk, JfrClock clock, long startNanoseconds)
    {
        if (!clock.IsUsable) _context.Report(JfrProblem.NoClock, chunk.PositionOf(0));
        _samples.Start(chunk, clock, startNanoseconds);
        ReadEvents(chunk);
        _samples.Flush(chunk);
    }

    private void ReadEvents(in JfrChunk chunk)
    {
        ReadOnlySpan<byte> bytes = chunk.Bytes;
        JfrMetadata metadata = chunk.Metadata;
        int nextKnown = 0; // index of the next event whose offset is known
        int offset = JfrChunkHeader.Length;
        int untilCheck = EventsPerCheck;
        JfrCursor cursor = chunk.At(offset);
        while (offset < bytes.Length)
        {
            offset = _samples.AddShort(chunk, offset);
            if (offset >= bytes.Length) return;
            cursor.Position = offset;
            long size = cursor.ReadInteger(sizeof(int));
            if (size < MinimumEvent || size > bytes.Length - offset || cursor.IsBroken)
            {
                if (!chunk.IsComplete && size != 0) return; // the end of the chunk, which is reported
                _context.Report(size == 0 ? JfrProblem.NoSize : JfrProblem.WrongSize, chunk.PositionOf(offset));
                while (nextKnown < _constantOffsets.Count && _constantOffsets[nextKnown] <= offset) nextKnown++;
                int limit = nextKnown < _constantOffsets.Count ? _constantOffsets[nextKnown] : bytes.Length;
                offset = JfrWalk.FindNext(chunk, offset, limit);
                cursor = chunk.At(offset);
                continue;
            }
            if (--untilCheck == 0)
            {
                _context.CancellationToken.ThrowIfCancellationRequested();
                untilCheck = EventsPerCheck;
            }
            long typeId = cursor.ReadInteger(sizeof(long));
            int end = offset + (int)size;
            if (metadata.Find(typeId) is not { } type)
            {
                if (typeId is not (JfrEventIds.Metadata or JfrEventIds.Constants)) _context.Report(JfrProblem.UnknownType, chunk.PositionOf(offset));
            }
            else if (type.IsRead)
            {
                _samples.Add(chunk, type, ref cursor, offset, end);
                if (cursor.IsBroken) cursor = chunk.At(end);
            }
            offset = end;
        }
    }
}
