using System.Diagnostics;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.TestData;

namespace FlameScope.Fuzz;

/// <summary>Reads changed texts of perf.</summary>
internal sealed class FuzzCase(int seed, Corpus corpus) : IFuzzCase
{
    private const int OriginalEvery = 16;
    private const int ForeignEvery = 128;
    private const int CompressedEvery = 64;
    private const int LineByLineEvery = 4;
    private const long AllocationPerByte = 256;
    private const long AllocationAtAll = 1024 * 1024;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private readonly Mutator _mutator = new(corpus);
    private ArraySegment<byte> _text;

    public ReadOnlySpan<byte> Bytes => _text;

    public void Run(long index)
    {
        var random = new Random(unchecked((int)((((ulong)index + (uint)seed) * 0x9E37_79B9_7F4A_7C15UL) >> 32) ^ seed));
        PerfTextCase? made = index % OriginalEvery == 0 ? Make(random) : null;
        OtherToolText? foreign = index % ForeignEvery == 1 ? new OtherToolTextMaker(random).Make() : null;
        _text = made?.ToBytes() ?? (foreign is null ? _mutator.Mutate(random).ToArray() : Encoding.UTF8.GetBytes(foreign.Text));

        ProfileReadOptions options = made is null && foreign is null ? DrawOptions(random) : new ProfileReadOptions();
        long lines = CheckReader();
        long start = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Outcome whole = Outcome.Of(() => ProfileFormats.Default.Parse(_text, options));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        CheckTime(Stopwatch.GetElapsedTime(start), options);
        ProfileRules.Require(allocated <= AllocationAtAll + (AllocationPerByte * _text.Count), $"memory: {allocated} bytes for {_text.Count}");

        if (whole.Profile is { Format: "perf script" }) ProfileRules.Check(whole.Profile, lines);
        if (made is not null) CheckSamples(made, whole);
        if (foreign is not null) ProfileRules.Require(whole.Message?.Contains(foreign.Command, StringComparison.Ordinal) == true, $"the output of {foreign.Command} gives '{whole.Message}'");
        if (!_text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) whole.CheckSame(ReadAnotherWay(random, options));
        if (index % CompressedEvery == 1) ReadDamagedGzip(random);
        if (index % LineByLineEvery == 2 && options == new ProfileReadOptions()) CheckLineByLine(whole);
    }

    private static PerfTextCase Make(Random random) =>
        random.Next(16) == 0 ? new SimpleperfTextMaker(random).Make(1 + random.Next(3)) : new PerfTextMaker(random).Make(1 + random.Next(3));

    // After a line of blanks, a sample is read line by line instead of on the fast path.
    private void CheckLineByLine(Outcome whole)
    {
        if (whole.Profile is not { Format: "perf script" }) return;
        var text = new List<byte>(_text.Count * 2);
        for (int i = 0; i < _text.Count; i++)
        {
            if (i > 0 && _text[i] == '\n' && _text[i - 1] == '\n') text.Add((byte)' ');
            text.Add(_text[i]);
        }
        whole.CheckSame(Outcome.Of(() => PerfScript.Parse(text.ToArray())));
    }

    // A busy machine may delay any case: only a case that is slow each time is too slow.
    private void CheckTime(TimeSpan elapsed, ProfileReadOptions options)
    {
        for (int again = 0; elapsed >= TimeLimit; again++)
        {
            ProfileRules.Require(again < 3, "the time limit");
            long start = Stopwatch.GetTimestamp();
            Outcome.Of(() => PerfScript.Parse(_text.AsSpan(), options));
            elapsed = Stopwatch.GetElapsedTime(start);
        }
    }

    // The reader without a profile reads each line once.
    private long CheckReader()
    {
        var reader = new PerfScriptReader(_text);
        long lines = _text.AsSpan().Count((byte)'\n') + (_text.Count > 0 && _text[^1] != '\n' ? 1 : 0);
        long steps = 0, lastStart = -1;
        while (reader.Read())
        {
            ProfileRules.Require(++steps <= lines, "more steps than lines");
            ProfileRules.Require(reader.LineNumber == steps && reader.LineStart > lastStart, "line numbers or offsets do not rise");
            lastStart = reader.LineStart;
        }
        ProfileRules.Require(reader.Consumed == _text.Count, "text was not consumed");
        return lines;
    }

    private static void CheckSamples(PerfTextCase made, Outcome whole)
    {
        ProfileRules.Require(whole.Profile is not null, $"well-formed text refused: {whole.Message}");
        ExpectedSample[] expected = made.Samples, actual = ExpectedSample.Of(whole.Profile!);
        ProfileRules.Require(expected.Length == actual.Length, $"{actual.Length} samples of {expected.Length}");
        for (int i = 0; i < expected.Length; i++) ProfileRules.Require(expected[i].Equals(actual[i]), $"sample {i} is\n{actual[i]}\nand not\n{expected[i]}");
        ProfileRules.Require(whole.Profile!.UnreadableCount == made.Skipped, "diagnostics of well-formed text");
        ProfileRules.Require(whole.Profile.LostCount == made.Lost, "the number of lost samples");
    }

    // Usually the defaults, sometimes a low limit or strict mode: their exceptions must not depend on the blocks either.
    private static ProfileReadOptions DrawOptions(Random random) => random.Next(24) switch
    {
        0 or 1 => new ProfileReadOptions { Strict = true },
        2 => new ProfileReadOptions { MaximumFrames = random.Next(1, 5) },
        3 => new ProfileReadOptions { MaximumSymbols = random.Next(1, 6) },
        4 => new ProfileReadOptions { MaximumSymbolLength = random.Next(1, 20) },
        5 => new ProfileReadOptions { MaximumLineLength = 1024 },
        _ => new ProfileReadOptions(),
    };

    // Only ProfileFormatException is expected. If the data is only truncated, two threads give the result of one; the length of the text before
    // damage depends on the size of the reads.
    private void ReadDamagedGzip(Random random)
    {
        var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(_text);
        byte[] bytes = gzip.ToArray();
        if (bytes.Length <= 2) return; // of nothing it makes nothing
        int damages = random.Next(3);
        for (int i = damages; i > 0; i--) bytes[random.Next(2, bytes.Length)] ^= (byte)(1 << random.Next(8));
        int length = random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length + 1);
        var options = new ProfileReadOptions { BlockSize = 1 + random.Next(200), MaximumThreads = 1 };
        Outcome one = Outcome.Of(() => ProfileFile.Open(new MemoryStream(bytes, 0, length), options));
        Outcome two = Outcome.Of(() => ProfileFile.Open(new MemoryStream(bytes, 0, length), options with { MaximumThreads = 2 }));
        if (damages == 0) one.CheckSame(two);
    }

    private Outcome ReadAnotherWay(Random random, ProfileReadOptions options)
    {
        // In blocks, on one to three threads. A thread costs as much as a case, so usually on one.
        options = options with { BlockSize = 1 + random.Next(random.Next(4) == 0 ? 2000 : 100), MaximumThreads = Math.Max(1, random.Next(-4, 4)) };
        if (random.Next(8) == 0) return Outcome.Of(() => ProfileFormats.Default.Parse(_text, options));
        if (random.Next(3) > 0) return Outcome.Of(() => ProfileFile.Open(new MemoryStream(_text.Array!, _text.Offset, _text.Count), options));
        var stream = new MemoryStream(_text.Array!, _text.Offset, _text.Count);
        var pipe = new StreamPipeReaderOptions(bufferSize: 1 + random.Next(64), minimumReadSize: 1);
        return Outcome.Of(() => ProfileFile.OpenAsync(PipeReader.Create(stream, pipe), options).GetAwaiter().GetResult());
    }

    /// <summary>The result of a read: a profile or the message of a <see cref="ProfileFormatException"/>. Other exceptions propagate.</summary>
    private readonly record struct Outcome(Profile? Profile, string? Message)
    {
        public static Outcome Of(Func<Profile> read)
        {
            try
            {
                return new Outcome(read(), null);
            }
            catch (ProfileFormatException refused)
            {
                return new Outcome(null, $"{refused.Message} @{refused.ByteOffset}");
            }
        }

        public void CheckSame(Outcome other)
        {
            ProfileRules.Require(Message == other.Message, $"read another way it is '{other.Message}' and not '{Message}'");
            if (Profile is not null && ProfileAssert.FindDifference(Profile, other.Profile!) is { } difference) throw new FuzzFailure($"read another way it differs in {difference}");
        }
    }
}
