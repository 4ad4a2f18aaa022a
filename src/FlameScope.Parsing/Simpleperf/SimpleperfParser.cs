using System.Buffers.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the blocks of <c>simpleperf report-sample</c>. A block starts at a line without indentation; its fields have two blanks before them and those
/// of its callers four (<c>cmd_report_sample.cpp</c> of simpleperf).
/// </summary>
internal sealed class SimpleperfParser : IProfileParser
{
    private const string UnreadableLine = "line that is not a field of a block";
    private const string UnreadableNumber = "number that cannot be read";
    private const string UnfitValue = "event count that does not fit, sample counted with 0";

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly SimpleperfSample _sample;
    private Block _block;
    private long _line;
    private long _offset;
    private bool _hasStarted;

    private enum Block
    {
        None,
        Sample,
        Lost,
        Other,
    }

    public SimpleperfParser(ProfileBuilder builder, ReadContext context)
    {
        _builder = builder;
        _context = context;
        _sample = new SimpleperfSample(builder, context);
        builder.IdleRule = LinuxIdleRule.Find;
    }

    /// <summary>Returns whether a line is the first of a block.</summary>
    public static bool IsBlockName(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("sample:"u8) || line.SequenceEqual("lost_situation:"u8) || line.SequenceEqual("meta_info:"u8)
        || line.SequenceEqual("context_switch:"u8) || line.SequenceEqual("file:"u8) || line.SequenceEqual("thread:"u8)
        || line.SequenceEqual("unwinding_result:"u8);

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int start = 0;
        if (!_hasStarted)
        {
            if (block.Length < 3 && !isFinal) return 0;
            if (block.StartsWith("\uFEFF"u8)) start = 3;
            _hasStarted = true;
        }
        while (start < block.Length)
        {
            ReadOnlySpan<byte> rest = block[start..];
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            var position = InputPosition.AtLine(_line + 1, _offset + start);
            _context.CheckText(line.Length, position);
            if (end < 0 && !isFinal) break;
            _line++;
            Take(PerfText.TrimEnd(line), position);
            start += end < 0 ? rest.Length : end + 1;
        }
        _offset += start;
        return start;
    }

    public void Complete() => Close();

    private void Take(ReadOnlySpan<byte> line, InputPosition position)
    {
        if (line.IsEmpty) return;
        if (line[0] != ' ')
        {
            Close();
            _block = IsBlockName(line) ? (line[0] == 's' ? Block.Sample : line[0] == 'l' ? Block.Lost : Block.Other) : Block.None;
            if (_block == Block.None) _context.Report(UnreadableLine, position, line);
            return;
        }
        ReadOnlySpan<byte> field = PerfText.TrimStart(line);
        int colon = field.IndexOf((byte)':');
        if (colon < 0 || _block == Block.None)
        {
            _context.Report(UnreadableLine, position, line);
            return;
        }
        ReadOnlySpan<byte> name = field[..colon];
        ReadOnlySpan<byte> value = PerfText.Trim(field[(colon + 1)..]);
        bool isRead = _block switch
        {
            Block.Sample => _sample.TryTake(name, value, position),
            Block.Lost => TryTakeLost(name, value),
            _ => true,
        };
        if (!isRead) _context.Report(UnreadableNumber, position, line);
    }

    private bool TryTakeLost(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!name.SequenceEqual("lost_count"u8)) return true;
        if (!Utf8Parser.TryParse(value, out long lost, out int length) || length != value.Length || lost < 0 || lost > long.MaxValue - _builder.LostCount) return false;
        _builder.LostCount += lost;
        return true;
    }

    private void Close()
    {
        if (_block != Block.Sample) return;
        if (!_sample.TryAdd()) _context.Report(UnfitValue, InputPosition.AtLine(_line, _offset));
        _block = Block.None;
    }
}
