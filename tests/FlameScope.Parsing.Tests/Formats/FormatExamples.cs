using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>A small input of each format, for the tests that hold for all of them. Each has a stack of two frames or more.</summary>
internal static class FormatExamples
{
    private const string PerfText = """
        app 10/11 [001] 1.000000001: 250000 cycles:
        	ffffffff81 sys_read ([kernel.kallsyms])
        	400123 main+0x1 (/bin/app)

        swapper 0 [000] 2.500000: 1 cycles:
        	ffffffff82 default_idle ([kernel.kallsyms])
        	ffffffff83 do_idle ([kernel.kallsyms])

        """;

    private const string Speedscope = """
        {"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"main","file":"a.c","line":3,"col":9},{"name":"read"},{"name":"work"}]},
        "profiles":[{"type":"sampled","name":"main thread","unit":"milliseconds","startValue":5,"endValue":9,"samples":[[0],[0,1],[],[0,2,1]],"weights":[1,0.5,2,0.25]},
        {"type":"evented","name":"t","unit":"microseconds","startValue":0,"endValue":30,"events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":2,"at":10},
        {"type":"C","frame":2,"at":15.0005},{"type":"C","frame":0,"at":20}]}]}
        """;

    private const string CpuProfile = """
        {"nodes":[{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"children":[3,4]},
        {"id":3,"callFrame":{"functionName":"(idle)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}},
        {"id":4,"callFrame":{"functionName":"","scriptId":"5","url":"file:///app.js","lineNumber":0,"columnNumber":10},"children":[70]},
        {"id":70,"callFrame":{"functionName":"run","scriptId":"5","url":"file:///app.js","lineNumber":11,"columnNumber":4}}],
        "startTime":1000,"endTime":1075,"samples":[4,70,3],"timeDeltas":[10,20,-5]}
        """;

    private const string Simpleperf = """
        sample:
          event_type: cpu-cycles
          time: 123216683338189
          event_count: 69
          thread_id: 28287
          thread_name: sh
          vaddr_in_file: 1644a0
          file: /system/bin/linker64
          symbol: __linker_init
          callchain:
            vaddr_in_file: 12
            file: /data/app/base.odex
            symbol: Startup.load
        sample:
          event_type: cpu-cycles
          time: 123216683340000
          event_count: 71
          thread_id: 28287
          thread_name: sh
          vaddr_in_file: 1644a0
          file: /system/bin/linker64
          symbol: read

        """;

    private const string Folded = "main;read 3\nmain;work;read 12\nidle 1\n";

    /// <summary>The example of each format by the name of its reader.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["perf script"] = Utf8(PerfText),
        ["perf.data"] = PerfData(),
        ["nettrace"] = NetTraceSampleTests.Shop(4, isCompressed: true).ToArray(),
        ["jfr"] = JfrRecordings.Whole(),
        ["speedscope"] = Utf8(Speedscope),
        ["cpuprofile"] = Utf8(CpuProfile),
        ["chrome-trace"] = Utf8(TraceProfileTests.Everything),
        ["firefox"] = Utf8(FirefoxTexts.OfThreads()),
        ["pprof"] = PprofFile.Example().ToArray(),
        ["otlp"] = OtlpFile.Example().ToArray(),
        ["nflxprofile"] = NflxFile.Example().ToArray(),
        ["folded"] = Utf8(Folded),
        ["simpleperf"] = Utf8(Simpleperf),
        ["instruments"] = Utf8(InstrumentsTests.TimeProfile),
        ["bcc"] = Utf8(StackTexts.BccProfile),
        ["bpftrace"] = Utf8(StackTexts.Bpftrace),
        ["dtrace"] = Utf8(StackTexts.DTrace),
        ["sample"] = Utf8(StackTexts.MacSample),
    };

    private static byte[] PerfData()
    {
        const ulong Kernel = unchecked((ulong)-128), User = unchecked((ulong)-512), First = 0xffffffffc1000000, Second = 0xffffffffc2000000;
        PerfDataFile file = new PerfDataFile().Event(ids: [1, 2]).Comm(1, 10, 10, "app").Mmap2(3, 10, 0x1000, 0x1000, 0, "/bin/app");
        file.KernelSymbol(4, First, 64, "bpf_prog_one").KernelSymbol(5, Second, 64, "bpf_prog_two");
        for (int i = 0; i < 6; i++) file.Sample((ulong)(100 + i), 10, First + 8, [Kernel, First + 8, Second + 8, User, 0x1010, (ulong)(0x1020 + i)], misc: 1);
        return file.Round().ToFile();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
