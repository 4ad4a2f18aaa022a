using System.IO.Compression;
using System.IO.Pipelines;
using FlameScope.Model;

namespace FlameScope.Parsing.Tests;

/// <summary>The ways to read a text.</summary>
internal static class WaysToRead
{
    public static Profile Stream(byte[] text, int blockSize, ProfileReadOptions? options = null) =>
        ProfileFile.Open(new MemoryStream(text), (options ?? new ProfileReadOptions()) with { BlockSize = blockSize });

    /// <summary>Reads a pipe that delivers segments of these lengths in turn.</summary>
    public static Profile Pipe(byte[] text, int blockSize, params int[] segments)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        for (int start = 0, i = 0; start < text.Length; i++)
        {
            int length = Math.Min(segments[i % segments.Length], text.Length - start);
            pipe.Writer.WriteAsync(text.AsMemory(start, length)).AsTask().GetAwaiter().GetResult();
            start += length;
        }
        pipe.Writer.Complete();
        return ProfileFile.OpenAsync(pipe.Reader, new ProfileReadOptions { BlockSize = blockSize }).GetAwaiter().GetResult();
    }

    public static byte[] Gzip(params byte[][] members)
    {
        var result = new MemoryStream();
        foreach (byte[] member in members)
        {
            using var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(member);
        }
        return result.ToArray();
    }

    /// <summary>Returns a description of each line of a text that is read in two blocks.</summary>
    public static List<string> ReadCut(byte[] text, int cut)
    {
        var lines = new List<string>();
        var first = new PerfScriptReader(text.AsSpan(0, cut), isFinalBlock: false, default);
        while (first.Read()) lines.Add(Describe(ref first));
        var second = new PerfScriptReader(text.AsSpan(first.Consumed), isFinalBlock: true, first.State);
        while (second.Read()) lines.Add(Describe(ref second));
        return lines;
    }

    private static string Describe(ref PerfScriptReader reader)
    {
        string line = $"{reader.LineNumber} @{reader.LineStart} {reader.Kind} '{Text(reader.Line)}'";
        return reader.Kind switch
        {
            PerfLineKind.Event or PerfLineKind.Record =>
                $"{line}: {Text(reader.Event.Comm)} {reader.Event.Pid}/{reader.Event.Tid} {reader.Event.Cpu} {reader.Event.Time} {Text(reader.Event.Period)} {Text(reader.Event.Name)} {Text(reader.Event.Tail)}",
            PerfLineKind.Frame => $"{line}: {Text(reader.Frame.Address)} {Text(reader.Frame.Symbol)} {Text(reader.Frame.Module)} {reader.Frame.IsInlined}",
            PerfLineKind.Source => $"{line}: {Text(reader.Source)} {reader.IsSourceOfInlined}",
            _ => line,
        };
    }

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);
}
