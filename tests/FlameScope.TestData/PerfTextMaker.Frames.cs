using FlameScope.Model;

namespace FlameScope.TestData;

public sealed partial class PerfTextMaker
{
    private static readonly string[] Symbols =
    [
        "main", "operator+", "std::vector<int, std::allocator<int> >::push_back(int const&)", "foo(int) const", "(anonymous namespace)::bar(char)::{lambda()#1}",
        "a::b<fn(A) -> B>::call", "two words", "do_syscall_64", "λ::run", "LambdaForm$MH.invoke", "f;g", "x+0x", "foo+0xzz", "operator new[]", "abc", "1", "foo@plt",
        "-[NSObject init:with:]", "a.b.c(d.java:5)", "std::unique_ptr<T>::operator->", "+", "a  b", "[x]", "{{closure}}", "a=b", "v8::Foo ~bar:12:5",
    ];

    private static readonly string[] JitSymbols = ["Lcom/foo/Bar;::baz", "LazyCompile:~run /a/b.js:12", "java.util.HashMap.get", "Interpreter", "[unknown]", "void [app] C::M(int32)", "f(a->b)", "Map<K->V>::get", "a -> b"];

    // Modules with their kinds.
    private static readonly (string Name, FrameKind Kind)[] Modules =
    [
        ("/bin/x", FrameKind.User), ("/usr/lib/x86_64-linux-gnu/libc.so.6", FrameKind.User), ("[vdso]", FrameKind.User), ("[vsyscall]", FrameKind.User),
        ("/opt/my app/run", FrameKind.User), ("/opt/a (b)/x", FrameKind.User), ("//anon", FrameKind.User), ("C:\\x.dll", FrameKind.User),
        ("[kernel.kallsyms]", FrameKind.Kernel), ("[guest.kernel.kallsyms]", FrameKind.Kernel), ("[nf_conntrack]", FrameKind.Kernel),
        ("/usr/lib/debug/vmlinux", FrameKind.Kernel), ("/lib/modules/6.1/ext4.ko", FrameKind.Kernel), ("/lib/modules/6.1/xfs.ko.xz", FrameKind.Kernel),
        ("bpf_prog_6deef7357e7b4530_sd_egress", FrameKind.Kernel), ("bpf_trampoline_6442536468", FrameKind.Kernel), ("bpf_dispatcher_xdp", FrameKind.Kernel),
        ("/tmp/perf-123.map", FrameKind.Jit), ("/home/u/jitted-123-4.so", FrameKind.Jit), ("[JIT] tid 123", FrameKind.Jit), ("[JIT app cache]", FrameKind.Jit),
        ("/memfd:doublemapper", FrameKind.Jit),
    ];

    // The printed source location and its value, which is empty if perf prints a placeholder.
    private static readonly (string Text, string Place)[] Sources =
    [
        ("file.c:12", "file.c:12"), ("/a b/x.cpp:137", "/a b/x.cpp:137"), ("uniform_int_dist.h:300", "uniform_int_dist.h:300"),
        ("??:0", ""), ("main+18", ""), ("x.so[7f12ab]", ""), ("z.c:3 (discriminator 2)", "z.c:3"),
    ];

    private readonly record struct MadeFrame(string Text, ExpectedFrame[] Frames, string SourceLine);

    private MadeFrame MakeFrame(PerfTextFields fields, bool isOnEventLine)
    {
        bool isInlined = fields.HasSymbols && Chance(1, 12);
        bool hasModule = !isInlined && fields.HasModules;
        bool isKnown = fields.HasSymbols && Chance(9, 10);
        (string module, FrameKind kind) = hasModule && Chance(9, 10) ? Pick(Modules) : ("", FrameKind.Unknown);
        string[] parts = !isKnown ? ["[unknown]"] : kind == FrameKind.Jit ? MakeJitSymbol() : [MakeSymbol(fields, isOnEventLine)];
        string symbol = string.Join("->", parts);

        string text = MakeAddress(fields, isOnEventLine);
        if (fields.HasSymbols) text += (fields.HasTabs ? "\t" : " ") + symbol + (isKnown && !isInlined && Chance(1, 2) ? $"+0x{_random.Next(0x10000):x}" : "");
        var frames = new ExpectedFrame[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            frames[^(i + 1)] = new ExpectedFrame(parts[i], module, isInlined || i > 0 ? FrameKind.Inlined : kind);
        }
        (string placeText, string place) = Pick(Sources);
        if (fields.HasSources)
        {
            for (int i = 0; i < frames.Length; i++) frames[i] = frames[i] with { Source = place };
            return new MadeFrame(WithModule(text, module, hasModule), frames, "  " + placeText + (isInlined ? " (inlined)" : ""));
        }
        return new MadeFrame(isInlined ? text + " (inlined)" : WithModule(text, module, hasModule), frames, "");
    }

    private string WithModule(string text, string module, bool hasModule)
    {
        if (!hasModule) return text;
        if (module.Length == 0) return text + " ([unknown])";
        string deleted = module == "/memfd:doublemapper" || (module[0] == '/' && Chance(1, 8)) ? " (deleted)" : "";
        string offset = module[0] == '/' && Chance(1, 10) ? $"+0x{_random.Next(0x10000):x}" : "";
        return $"{text} ({module}{deleted}{offset})";
    }

    // Must not be mistaken for a line without a leading tab or for an event line.
    private string MakeSymbol(PerfTextFields fields, bool isOnEventLine)
    {
        while (true)
        {
            string symbol = Pick(Symbols);
            if (!fields.HasModules && symbol[^1] == ')') continue;
            if (isOnEventLine && !fields.HasEvent && symbol.Contains(':', StringComparison.Ordinal)) continue;
            return symbol;
        }
    }

    private string[] MakeJitSymbol()
    {
        var parts = new string[Chance(1, 3) ? _random.Next(2, 5) : 1];
        for (int i = 0; i < parts.Length; i++) parts[i] = Pick(JitSymbols);
        return parts;
    }

    private string MakeAddress(PerfTextFields fields, bool isOnEventLine)
    {
        string address = Chance(1, 4) ? $"ffffffff{_random.Next():x8}" : $"{_random.NextInt64(1L << 47):x}";
        if (!fields.HasSymbols) address = "f" + address[1..];
        if (isOnEventLine) return " " + address.PadLeft(fields.IsAligned ? 16 : 0);
        return _random.Next(6) switch
        {
            0 => "\t " + address,
            1 => "\t" + address,
            2 when fields.HasTime || fields.HasEvent => "        " + address,
            _ => "\t" + address.PadLeft(16),
        };
    }

    private static void AddFrame(List<string> lines, List<ExpectedFrame> frames, MadeFrame frame)
    {
        frames.AddRange(frame.Frames);
        if (frame.SourceLine.Length > 0) lines.Add(frame.SourceLine);
    }
}
