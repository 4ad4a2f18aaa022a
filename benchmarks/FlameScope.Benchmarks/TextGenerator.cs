using System.Globalization;
using System.Text;

namespace FlameScope.Benchmarks;

/// <summary>
/// Generates text of any size by repeating a recording, each time shifted by whole seconds. Writes to standard output.
/// </summary>
internal static class TextGenerator
{
    /// <summary>The text between the seconds of a sample and those of the next.</summary>
    private readonly record struct Piece(long Seconds, int Start, int End);

    /// <summary>Runs <c>generate BYTES</c>.</summary>
    public static int Run(string[] args)
    {
        if (args.Length != 1 || !double.TryParse(args[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double bytes) || bytes <= 0)
        {
            Console.Error.WriteLine("generate BYTES: as 1e9; of the recording that FLAMESCOPE_BENCHMARK_FILE names, or the sample");
            return 2;
        }
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);
        Write(BenchmarkInput.ReadText(), (long)bytes, output);
        return 0;
    }

    private static void Write(byte[] text, long bytes, Stream output)
    {
        List<Piece> pieces = Cut(text);
        if (pieces.Count == 0) throw new InvalidDataException("No line of the recording has a time.");
        long length = pieces.Max(p => p.Seconds) - pieces.Min(p => p.Seconds) + 1;
        // The text before the line of the first time is the header, which is written once.
        int firstLine = text.AsSpan(0, pieces[0].Start).LastIndexOf((byte)'\n') + 1;
        output.Write(text, 0, firstLine);
        long written = firstLine;
        Span<byte> digits = stackalloc byte[20];
        for (long shift = 0; written < bytes; shift += length)
        {
            int from = firstLine;
            foreach (Piece piece in pieces)
            {
                // A part ends within the line of the next time, so the text is cut before that line.
                if (written >= bytes && LineStart(text, piece.Start) is var line && line >= from)
                {
                    output.Write(text, from, line - from);
                    return;
                }
                output.Write(text, from, piece.Start - from);
                (piece.Seconds + shift).TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
                output.Write(digits[..count]);
                written += piece.Start - from + count;
                from = piece.End;
            }
            output.Write(text, from, text.Length - from);
            written += text.Length - from;
        }
    }

    private static int LineStart(byte[] text, int position) => text.AsSpan(0, position).LastIndexOf((byte)'\n') + 1;

    // Returns the positions of the seconds in the lines that have a time.
    private static List<Piece> Cut(byte[] text)
    {
        var pieces = new List<Piece>();
        for (int start = 0; start < text.Length;)
        {
            int end = text.AsSpan(start).IndexOf((byte)'\n');
            end = end < 0 ? text.Length : start + end;
            if (FindSeconds(text.AsSpan(start, end - start)) is var (from, to) && to > 0)
            {
                long seconds = long.Parse(Encoding.ASCII.GetString(text, start + from, to - from), CultureInfo.InvariantCulture);
                pieces.Add(new Piece(seconds, start + from, start + to));
            }
            start = end + 1;
        }
        return pieces;
    }

    // A blank, digits, a point, at least six digits, a colon. Frame lines and header lines do not contain this.
    private static (int From, int To) FindSeconds(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] is (byte)'#' or (byte)' ' or (byte)'\t') return default;
        for (int colon = line.IndexOf((byte)':'); colon >= 0;)
        {
            int point = line[..colon].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (point > 0 && line[point] == '.' && colon - point > 6)
            {
                int blank = line[..point].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9');
                if (blank >= 0 && line[blank] == ' ' && blank + 1 < point) return (blank + 1, point);
            }
            int next = line[(colon + 1)..].IndexOf((byte)':');
            colon = next < 0 ? -1 : colon + 1 + next;
        }
        return default;
    }
}
