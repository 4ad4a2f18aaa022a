using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A frame in a line of text.</summary>
internal ref struct StackTextFrame
{
    private const int MinimumAddress = 6;

    public ReadOnlySpan<byte> Symbol { get; set; }

    public ReadOnlySpan<byte> Module { get; set; }

    public ReadOnlySpan<byte> Source { get; set; }

    public int Line { get; set; }

    public FrameKind Kind { get; set; }

    public bool IsInlined { get; set; }

    /// <summary>Reads a frame of DTrace: <c>libc.so.1`read+0x7</c>, a name without a module, or an address.</summary>
    public static StackTextFrame ParseDTrace(ReadOnlySpan<byte> text)
    {
        int mark = text.IndexOf((byte)'`');
        var frame = new StackTextFrame { Symbol = StackTextLine.WithoutOffset(text[(mark + 1)..]), Module = mark > 0 ? text[..mark] : default };
        if (IsKernel(frame.Module)) frame.Kind = FrameKind.Kernel;
        else if (frame.Module.IndexOf(".so"u8) >= 0 || frame.Module.EndsWith(".dylib"u8) || frame.Module.SequenceEqual("a.out"u8)) frame.Kind = FrameKind.User;
        return frame;
    }

    /// <summary>
    /// Reads a frame of BPF tools: <c>do_sys_open+12</c>, with an address before it and a module after it, as perf writes both, with a number of the
    /// frame, or with the ending of its kind.
    /// </summary>
    public static StackTextFrame ParseBpf(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("#"u8))
        {
            int end = text.IndexOf((byte)' ');
            if (end > 1 && StackTextLine.TryReadNumber(text[1..end], out _)) text = text[end..].TrimStart((byte)' ');
        }
        int blank = text.IndexOf((byte)' ');
        if (blank > 0)
        {
            ReadOnlySpan<byte> address = text[..blank];
            bool isAddress = StackTextLine.IsHex(address) || (blank >= MinimumAddress && StackTextLine.AreHexDigits(address));
            if (isAddress) text = text[(blank + 1)..].TrimStart((byte)' ');
        }
        var frame = new StackTextFrame();
        int module = text.LastIndexOf(" ("u8);
        if (module > 0 && text[^1] == ')' && (text[module + 2] is (byte)'/' or (byte)'[' || IsLibrary(text[(module + 2)..^1])))
        {
            frame.Module = text[(module + 2)..^1];
            frame.Kind = LinuxModuleKind.Of(frame.Module);
            text = text[..module];
        }
        frame.Symbol = StackTextLine.WithoutOffset(text);
        if (frame.Module.IsEmpty) (frame.Kind, frame.IsInlined) = FoldedFrameName.KindOf(frame.Symbol);
        return frame;

        static bool IsLibrary(ReadOnlySpan<byte> name) => name.IndexOf(".so"u8) >= 0;
    }

    /// <summary>
    /// Reads a frame of macOS: <c>main  (in app) + 1151  [0x10317ca14]  main.m:89</c>, or <c>???  (in app)  load address 0x1 + 0x2  [0x3]</c>.
    /// </summary>
    public static StackTextFrame ParseMac(ReadOnlySpan<byte> text)
    {
        var frame = new StackTextFrame { Symbol = text, Kind = FrameKind.User };
        int mark = text.IndexOf("  (in "u8);
        if (mark < 0) return frame;
        frame.Symbol = text[..mark];
        if (frame.Symbol.SequenceEqual("???"u8)) frame.Symbol = default;
        ReadOnlySpan<byte> rest = text[(mark + "  (in ".Length)..];
        int end = rest.IndexOf((byte)')');
        if (end < 0) return frame;
        frame.Module = rest[..end];
        int source = rest.LastIndexOf("]  "u8);
        if (source < 0) return frame;
        ReadOnlySpan<byte> place = rest[(source + "]  ".Length)..].Trim((byte)' ');
        int colon = place.LastIndexOf((byte)':');
        if (colon <= 0 || !StackTextLine.TryReadNumber(place[(colon + 1)..], out long line)) return frame;
        frame.Source = place[..colon];
        frame.Line = (int)Math.Min(line, int.MaxValue);
        return frame;
    }

    private static bool IsKernel(ReadOnlySpan<byte> module) => module.SequenceEqual("unix"u8) || module.SequenceEqual("genunix"u8)
        || module.SequenceEqual("mach_kernel"u8) || module.SequenceEqual("kernel"u8) || module.SequenceEqual("vmlinux"u8);
}
