using System.Globalization;
using System.Text;

namespace FlameScope.EndToEnd.Tests;

/// <summary>Generates perf script text.</summary>
internal static class PerfText
{
    /// <summary>Returns the text of one sample. Frames are leaf first, each <c>symbol</c> or <c>symbol (module)</c>.</summary>
    public static string Sample(
        double time, string comm = "app", int pid = 100, int tid = 101, int cpu = 0, long period = 1, string name = "cycles", params string[] frames)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{comm} {pid}/{tid} [{cpu:D3}] {time:F6}: {period,10} {name}: \n");
        for (int i = 0; i < frames.Length; i++)
        {
            string frame = frames[i].EndsWith(')') ? frames[i].Replace(" (", "+0x1 (", StringComparison.Ordinal) : $"{frames[i]}+0x1 (/usr/bin/app)";
            text.Append(CultureInfo.InvariantCulture, $"\t{0x400000 + i:x16} {frame}\n");
        }
        return text.Append('\n').ToString();
    }

    /// <summary>
    /// 400 samples over ten seconds with four thread names, three processes, two events and two processors; every eighth sample is idle.
    /// </summary>
    public static string Busy { get; } = MakeBusy();

    private static string MakeBusy()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 400; i++)
        {
            double time = 1000.25 + (i * 0.024);
            string name = i % 5 == 0 ? "sched:sched_switch" : "cycles";
            if (i % 8 == 3)
            {
                text.Append(Sample(
                    time, "swapper", 0, 0, i % 2, 7, "cycles", "default_idle ([kernel.kallsyms])", "do_idle ([kernel.kallsyms])"));
                continue;
            }
            string comm = (i % 4) switch { 0 => "java", 1 => "C2 Thread 2", 2 => "rs:main Q:Reg", _ => "worker" };
            string[] frames = (i % 3) switch
            {
                0 => ["compute", "run", "main"],
                1 => ["memcpy (/usr/lib/libc.so.6)", "copy", "run", "main"],
                _ => ["vfs_read ([kernel.kallsyms])", "read (/usr/lib/libc.so.6)", "load", "main"],
            };
            text.Append(Sample(time, comm, 10 + (i % 3), 20 + (i % 7), i % 2, 1 + (i % 9), name, frames));
        }
        return text.ToString();
    }
}
