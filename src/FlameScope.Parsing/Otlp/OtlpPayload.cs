using System.IO.Compression;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the original payload of a profile: the recording, such as a JFR or pprof file, that the samples were converted from.</summary>
internal static class OtlpPayload
{
    private const int BlockLength = 64 * 1024;
    private const int MaximumPlain = 1024 * 1024 * 1024;

    /// <summary>Reads a payload, if it is in a format that is read.</summary>
    /// <returns><c>false</c> if it is not; nothing was added to the builder then.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, ProfileBuilder builder, ReadContext context)
    {
        byte[]? plain = payload.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? Decompress(payload, context) : payload.ToArray();
        if (plain is null) return false;
        if (FindFormat(plain, context.Options) is not { } format) return false;
        IProfileParser parser = format.CreateParser(builder, context);
        for (int consumed = 0; consumed < plain.Length;)
        {
            int count = parser.Parse(plain.AsSpan(consumed), isFinal: true);
            if (count == 0) break;
            consumed += count;
        }
        parser.Complete();
        return true;
    }

    private static IProfileReader? FindFormat(byte[] payload, ProfileReadOptions options)
    {
        var probe = new FormatProbe(payload, isWhole: true);
        foreach (IProfileReader reader in (options.Formats ?? ProfileFormats.Default).Readers)
        {
            if (reader is not (OtlpReader or PerfScriptFormat) && reader.Match(probe) == FormatMatch.Yes) return reader;
        }
        return null;
    }

    private static byte[]? Decompress(ReadOnlySpan<byte> payload, ReadContext context)
    {
        long ratio = context.Options.MaximumCompressionRatio;
        long limit = ratio == 0 ? MaximumPlain : Math.Min(MaximumPlain, (ratio * payload.Length) + BlockLength);
        using var compressed = new MemoryStream(payload.ToArray(), writable: false);
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        byte[] block = new byte[BlockLength];
        try
        {
            for (int read; (read = gzip.Read(block)) > 0;)
            {
                plain.Write(block, 0, read);
                if (plain.Length > limit)
                {
                    context.Report("an original payload that is too long");
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            context.Report("an original payload that is not valid");
            return null;
        }
        return plain.ToArray();
    }
}
