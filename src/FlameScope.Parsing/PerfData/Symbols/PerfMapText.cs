namespace FlameScope.Parsing;

/// <summary>
/// Reads the map of a just-in-time compiler, <c>perf-PID.map</c>: lines of an address, a length and a name. A later line replaces the code of earlier
/// ones, since memory is used again.
/// </summary>
internal static class PerfMapText
{
    /// <summary>A range of addresses with a name.</summary>
    internal readonly record struct Line(ulong Start, ulong End, int Name);

    /// <summary>Reads a map.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The functions; <c>null</c> if there are none.</returns>
    public static SymbolTable? Read(byte[] text)
    {
        var lines = new List<Line>();
        for (int at = 0; at < text.Length;)
        {
            int end = text.AsSpan(at).IndexOf((byte)'\n');
            int lineEnd = end < 0 ? text.Length : at + end;
            ReadOnlySpan<byte> rest = text.AsSpan(at, lineEnd - at);
            if (HexNumber.TryRead(ref rest, out ulong start, out _) && rest.StartsWith(" "u8))
            {
                rest = rest[1..];
                if (HexNumber.TryRead(ref rest, out ulong length, out _) && rest.StartsWith(" "u8) && rest.Length > 1 && length > 0 && start <= ulong.MaxValue - length)
                {
                    lines.Add(new Line(start, start + length, lineEnd - rest.Length + 1));
                }
            }
            at = lineEnd + 1;
        }
        return lines.Count == 0 ? null : Build(text, lines);
    }

    // Between two boundaries, the last line that covers them is valid: a sweep over the boundaries with a heap of the open lines.
    /// <summary>Builds a table of ranges, of which the later ones replace the earlier ones.</summary>
    internal static SymbolTable Build(byte[] text, List<Line> lines)
    {
        var byStart = new int[lines.Count];
        var keys = new ulong[lines.Count];
        var boundaries = new ulong[lines.Count * 2];
        for (int i = 0; i < lines.Count; i++)
        {
            byStart[i] = i;
            keys[i] = boundaries[2 * i] = lines[i].Start;
            boundaries[(2 * i) + 1] = lines[i].End;
        }
        Array.Sort(keys, byStart);
        Array.Sort(boundaries);
        var open = new PriorityQueue<int, int>(); // the last line first
        List<ulong> starts = [], ends = [];
        var names = new List<int>();
        int next = 0, last = -1;
        for (int i = 0; i + 1 < boundaries.Length; i++)
        {
            ulong from = boundaries[i], to = boundaries[i + 1];
            if (from == to) continue;
            for (; next < byStart.Length && keys[next] <= from; next++) open.Enqueue(byStart[next], -byStart[next]);
            while (open.TryPeek(out int closed, out _) && lines[closed].End <= from) open.Dequeue();
            if (!open.TryPeek(out int line, out _))
            {
                last = -1;
                continue;
            }
            if (line == last)
            {
                ends[^1] = to;
                continue;
            }
            starts.Add(from);
            ends.Add(to);
            names.Add(lines[line].Name);
            last = line;
        }
        return new SymbolTable(text, [.. starts], [.. ends], [.. names]);
    }
}
