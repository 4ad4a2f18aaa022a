using FlameScope.TestData;

namespace FlameScope.Fuzz;

/// <summary>The texts that are mutated: generated ones, a few constant ones, and slices of files. They depend only on the seed.</summary>
internal sealed class Corpus
{
    private const int GeneratedCount = 512;
    private const int PieceLength = 2048;

    private static readonly string[] Written =
    [
        "app 10 [000] 1.500000: 100 cycles: \n\t     7f1 foo+0x1 (/bin/x)\n\t     7f2 main (/bin/x)\n\n",
        "app 10 1.500000: 1 cycles: 7f1 foo (/bin/x)\n",
        "app 10\n\t  7f1 foo\n\n",
        "java 1/2 [001] 9.123456789: 7 cpu/cycles/u: \r\n\t  7f1 a->b->c (/tmp/perf-1.map)\r\n  a.java:3\r\n\r\n",
        "# ========\n# captured on    : Sun Nov 22 06:36:48 2026\n# reference time: 2026-11-22 06:36:48.123456 = 1795329408.123456 (TOD) = 12345.678901234 (monotonic)\n"
            + "# event : name = cycles, { sample_period, sample_freq } = 99, freq = 1\n# nrcpus online : 4\n# ========\napp 10 1.500000: PERF_RECORD_LOST lost 5\napp 10 1.500000: x:\n\n",
        "a 1 1.000001: x:\n\t            7f0001 foo (/bin/x)\n\t            7f0002 main (/bin/x)\n\na 1 1.000002: x:\n\t            7f0003 bar (/bin/x)\n\t            7f0002 main (/bin/x)\n\n",
        "abcdefg] 5.000000: foo 1 [001] 5.000000: cycles:\n\nabcdefg] 7.000000: foo 1 [001] 5.000000: cycles:\n\n",
        "a-b 12/13 [002] 5.000000: foo 1 [001] 5.000000: cycles:\n\napp  12 [000]  3.000001: foo 1 [001] 5.000000: cycles:\n\na 1 [0] 6.000000: 3 x:\n\n",
        "Warning:\nProcessed 5 events and lost 2 chunks!\n\n <html> {\"a\":1}\n",
        "swapper 0 [003] 2.000000: cpu-clock: ffffffff81 native_safe_halt ([kernel.kallsyms])\nvm 1 3.000000: 9223372036854775807 c:\nvm 1 9223372036.000000: c:\n",
        "",
    ];

    private readonly List<byte[]> _texts = [];
    private readonly List<byte[]> _files = [];

    public Corpus(int seed, IEnumerable<string> files)
    {
        foreach (string text in Written) _texts.Add(System.Text.Encoding.UTF8.GetBytes(text));
        for (int i = 0; i < GeneratedCount; i++) _texts.Add(new PerfTextMaker(new Random(seed + i)).Make(1 + (i % 4)).ToBytes());
        foreach (string file in files) _files.Add(File.ReadAllBytes(file));
    }

    /// <summary>Returns a text or a slice of a file.</summary>
    public ReadOnlySpan<byte> Pick(Random random)
    {
        if (_files.Count == 0 || random.Next(2) == 0) return _texts[random.Next(_texts.Count)];
        byte[] file = _files[random.Next(_files.Count)];
        int start = random.Next(file.Length + 1);
        return file.AsSpan(start, Math.Min(file.Length - start, random.Next(PieceLength)));
    }
}
