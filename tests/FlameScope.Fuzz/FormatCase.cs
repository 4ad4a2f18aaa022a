using System.Diagnostics;
using System.IO.Compression;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Fuzz;

/// <summary>The files of a folder, each of any profile format, decompressed.</summary>
internal sealed class FormatCorpus
{
    private const int MaximumLength = 512 * 1024;

    public FormatCorpus(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            byte[] bytes = Read(path);
            // Of a longer file, such as a trace, the start is used: what is whole of it is read.
            if (bytes.Length > MaximumLength) bytes = bytes[..MaximumLength];
            if (bytes.Length == 0) continue;
            try
            {
                Files.Add((ProfileFormats.Default.Parse(bytes).Format, bytes));
            }
            catch (ProfileFormatException)
            {
                // Not a profile: the folder may also hold descriptions.
            }
        }
        if (Files.Count == 0) throw new ArgumentException($"There is no profile in {folder}.", nameof(folder));
    }

    public List<(string Format, byte[] Bytes)> Files { get; } = [];

    private static byte[] Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return bytes;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }
}

/// <summary>Reads changed files of all formats. Only a profile or <see cref="ProfileFormatException"/> is expected, in bounded time and memory.</summary>
internal sealed class FormatCase(int seed, FormatCorpus corpus) : IFuzzCase
{
    private const long AllocationPerByte = 2048;
    private const long AllocationAtAll = 64 * 1024 * 1024;
    private const int MaximumSpanSamples = 100_000;    // a changed length gives a million by default, which takes longer than all other cases
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private byte[] _bytes = [];

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Run(long index)
    {
        var random = new Random(unchecked((int)((((ulong)index + (uint)seed) * 0x9E37_79B9_7F4A_7C15UL) >> 32) ^ seed));
        (string format, byte[] file) = corpus.Files[random.Next(corpus.Files.Count)];
        _bytes = Mutate(file, random);
        var options = new ProfileReadOptions
        {
            Format = random.Next(2) == 0 ? format : null,
            Strict = random.Next(16) == 0,
            MaximumSpanSamples = MaximumSpanSamples,
        };
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Profile? profile = Parse(options);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        ProfileRules.Require(Stopwatch.GetElapsedTime(start) < TimeLimit || Parse(options) == profile, $"the time limit ({format})");
        ProfileRules.Require(allocated <= AllocationAtAll + (AllocationPerByte * _bytes.Length), $"memory: {allocated} bytes for {_bytes.Length} ({format})");
        if (profile is null) return;
        foreach (StackId stack in profile.Samples.Stacks) ProfileRules.Require(stack.Value < profile.Stacks.Count, "a stack of no row");
        foreach (long period in profile.Samples.GetValues(0)) ProfileRules.Require(period >= 0, "a negative value");
    }

    private Profile? Parse(ProfileReadOptions options)
    {
        try
        {
            return ProfileFormats.Default.Parse(_bytes, options);
        }
        catch (ProfileFormatException)
        {
            return null;
        }
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        // A part of the file, so that a case takes milliseconds: formats keep what is whole of a file that is cut.
        int length = random.Next(3) == 0 ? file.Length : Math.Min(file.Length, random.Next(64, 32 * 1024));
        byte[] bytes = file[..length];
        for (int change = random.Next(1, 8); change > 0; change--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(1, 9))).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 40))..]];
                    break;
                case 4:
                    int from = random.Next(file.Length);
                    bytes = [.. bytes[..at], .. file[from..Math.Min(file.Length, from + random.Next(1, 200))], .. bytes[at..]];
                    break;
                default:
                    if (bytes[at] is >= (byte)'0' and <= (byte)'9') bytes = [.. bytes[..at], .. "99999999999999999999"u8[..random.Next(1, 20)], .. bytes[at..]];
                    break;
            }
            if (bytes.Length == 0) return [0];
        }
        return bytes;
    }
}
