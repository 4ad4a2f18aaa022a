using System.Globalization;
using System.Text;

namespace FlameScope.Culture.Tests;

/// <summary>Made-up perf script text with what depends on a culture: negative ids, fractions, dates, and names that cultures order differently.</summary>
internal static class Texts
{
    /// <summary>Four hundred samples over ten seconds, and a burst.</summary>
    public static byte[] Profile { get; } = Make(17);

    /// <summary>Other samples of the same functions.</summary>
    public static byte[] Baseline { get; } = Make(29);

    private static byte[] Make(int seed)
    {
        string[] names = ["ab", "B", "a-b", "Äpfel", "äpfel", "zebra", "ångström", "İstanbul", "istanbul", "ISTANBUL", "ıspanak", "straße", "strasse", "f(int, double)", "co-op", "coop"];
        var text = new StringBuilder(
            "# ========\n# captured on    : Sun Nov 22 06:36:48 2026\n# header version : 1\n# hostname : istanbul\n# perf version : 6.1.0\n# nrcpus online : 2\n"
            + "# cmdline : /usr/bin/perf record -F 99 -a -g\n# ========\n#\n");
        for (int i = 0; i < 400; i++)
        {
            double time = 1000.25 + (i * 0.0241);
            bool isIdle = i % 9 == 3, isBurst = i is >= 200 and < 220;
            int pid = (i % 4) switch { 0 => -1, 1 => 10, _ => 1234567 };
            text.Append(CultureInfo.InvariantCulture, $"{(isIdle ? "swapper" : names[i % 5])} {(isIdle ? 0 : pid)}/{(isIdle ? 0 : pid)} [{i % 2:D3}] {time:F6}: ");
            text.Append(CultureInfo.InvariantCulture, $"{1234567L * ((i * seed % 13) + 1),10} {(i % 7 == 0 ? "istanbul:IO" : "cycles")}: \n");
            if (isBurst) text.Append("\t    7f0 planted+0x1 (/usr/bin/app)\n");
            else if (isIdle) text.Append("\tffffffff81 default_idle ([kernel.kallsyms])\n");
            else text.Append(CultureInfo.InvariantCulture, $"\t    7f1 {names[i * seed % names.Length]}+0x1 (/usr/bin/app)\n");
            text.Append(CultureInfo.InvariantCulture, $"\t    7f2 {names[i * i % names.Length]}+0x1 (/usr/lib/libc-2.31.so)\n\t    7f3 main+0x1 (/usr/bin/app)\n\n");
        }
        text.Append("not a line of perf\n\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
