using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Splits a recording into chunks. A chunk is read when all of it is there, because its description is at its end.</summary>
internal sealed class JfrParser : IProfileParser
{
    private const int SupportedMajor = 2;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly JfrChunkReader _reader;
    private long _offset;
    private int _chunks;
    private bool _isBetweenChunks;

    public JfrParser(ProfileBuilder builder, ReadContext context, bool normalizeHiddenClasses)
    {
        _builder = builder;
        _context = context;
        _reader = new JfrChunkReader(builder, context, normalizeHiddenClasses);
    }

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int consumed = 0;
        while (consumed < block.Length)
        {
            int length = ReadChunk(block[consumed..], isFinal, _offset + consumed);
            if (length == 0) break;
            consumed += length;
        }
        _offset += consumed;
        return consumed;
    }

    public void Complete()
    {
        if (_reader.ReadCount == 0)
        {
            throw _chunks > 0
                ? _context.Truncated("the recording was not closed and has no metadata, without which its events cannot be read")
                : _context.Truncated("the input ends before the first chunk");
        }
        _reader.Complete();
    }

    // Returns the number of bytes that were read; 0 if more are needed.
    private int ReadChunk(ReadOnlySpan<byte> bytes, bool isFinal, long offset)
    {
        if (!bytes.StartsWith(JfrChunkHeader.Magic) && !(bytes.Length < JfrChunkHeader.Magic.Length && !isFinal)) return SkipToChunk(bytes, isFinal, offset);
        if (bytes.Length < JfrChunkHeader.Length)
        {
            if (!isFinal) return 0;
            _context.Report(JfrProblem.CutHeader, InputPosition.AtByte(offset + bytes.Length));
            return bytes.Length;
        }
        JfrChunkHeader header = JfrChunkHeader.Read(bytes);
        bool isSized = header.Size >= JfrChunkHeader.Length;
        bool isWhole = isSized && header.Size <= bytes.Length;
        if (!isWhole && !isFinal) return 0;
        _isBetweenChunks = false;
        _chunks++;
        int length = isWhole ? (int)header.Size : JfrWalk.FindEnd(bytes, header.IsCompressed);
        if (header.Major != SupportedMajor)
        {
            ReportVersion(header, offset);
            return length;
        }
        if (!isWhole) _context.Report(isSized ? JfrProblem.CutChunk : JfrProblem.NotClosed, InputPosition.AtByte(offset + length));
        _reader.Read(bytes[..length], header, isWhole, offset, bytes[length..]);
        return length;
    }

    // The first chunk decides; others of another version are skipped.
    private void ReportVersion(JfrChunkHeader header, long offset)
    {
        if (_chunks == 1)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"{header.Major}.{header.Minor}");
            throw _context.Unsupported($"version {found} of the format is not supported; version 2 of JDK 9 and later is", InputPosition.AtByte(offset));
        }
        _context.Report(JfrProblem.Version, InputPosition.AtByte(offset));
    }

    private int SkipToChunk(ReadOnlySpan<byte> bytes, bool isFinal, long offset)
    {
        if (_chunks == 0) throw _context.Malformed("the input does not start with a chunk of a recording", InputPosition.AtByte(offset));
        if (!_isBetweenChunks) _context.Report(JfrProblem.NotAChunk, InputPosition.AtByte(offset));
        _isBetweenChunks = true;
        int next = bytes.IndexOf(JfrChunkHeader.Magic);
        if (next >= 0) return next;
        return isFinal ? bytes.Length : Math.Max(0, bytes.Length - JfrChunkHeader.Magic.Length + 1);
    }
}
