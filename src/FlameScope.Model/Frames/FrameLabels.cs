using System.Buffers;
using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>
/// The names under which a profile's frames are shown, and which frames share one.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A function that is not known shows as its module's file name in brackets, <c>[libc.so.6]</c>; <c>[unknown]</c> without a module.
/// A module that is itself in brackets, such as <c>[kernel.kallsyms]</c>, gets no second pair.</item>
/// <item>A name from code compiled at run time that starts with a JVM class descriptor, <c>Ljava/util/List;::size</c>, loses the leading
/// <c>L</c>.</item>
/// <item>Every other name is shown as it was recorded.</item>
/// </list>
/// </remarks>
internal sealed class FrameLabels
{
    private static readonly SearchValues<byte> EndOfClassName = SearchValues.Create(" ;.[()"u8);

    private readonly LabelId[] _byFrame;

    internal FrameLabels(Profile profile)
    {
        var names = new Utf8Interner();
        _byFrame = new LabelId[profile.Frames.Count];
        var buffer = new List<byte>();
        for (int i = 0; i < _byFrame.Length; i++)
        {
            Frame frame = profile.Frames.Rows[i];
            ReadOnlySpan<byte> symbol = profile.Symbols.GetUtf8(frame.Symbol);
            ReadOnlySpan<byte> module = profile.Modules.GetUtf8(frame.Module);
            if (frame.Symbol == SymbolId.Unknown && !module.IsEmpty)
            {
                buffer.Clear();
                AppendModuleLabel(buffer, module);
                symbol = CollectionsMarshal.AsSpan(buffer);
            }
            else if (StartsWithJvmDescriptor(symbol) && IsJitCode(frame.Kind, module))
            {
                symbol = symbol[1..];
            }
            _byFrame[i] = new LabelId(names.GetOrAdd(symbol));
        }
        Names = new NameTable<LabelId>(names.Slices);
    }

    /// <summary>The distinct names.</summary>
    public NameTable<LabelId> Names { get; }

    /// <summary>The name of each frame; the index is the <see cref="FrameId"/>.</summary>
    public ReadOnlySpan<LabelId> ByFrame => _byFrame;

    /// <summary>The name of a frame.</summary>
    /// <param name="frame">A row of the frame table.</param>
    /// <exception cref="IndexOutOfRangeException">The profile has no such frame.</exception>
    public string this[FrameId frame] => Names[_byFrame[frame.Value]];

    private static void AppendModuleLabel(List<byte> buffer, ReadOnlySpan<byte> module)
    {
        if (module[0] == '[' && module[^1] == ']')
        {
            buffer.AddRange(module);
            return;
        }
        ReadOnlySpan<byte> fileName = module[(module.LastIndexOf((byte)'/') + 1)..];
        buffer.Add((byte)'[');
        buffer.AddRange(fileName.IsEmpty ? module : fileName);
        buffer.Add((byte)']');
    }

    // A frame inlined into compiled code keeps the module of the code it was inlined into.
    private static bool IsJitCode(FrameKind kind, ReadOnlySpan<byte> module) =>
        kind == FrameKind.Jit || (kind == FrameKind.Inlined && ModuleKind.Of(module) == FrameKind.Jit);

    // L, the class's binary name with slashes, a semicolon, and two colons before the method, as perf-map-agent writes them. Others keep the L.
    // https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.3.2
    private static bool StartsWithJvmDescriptor(ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length < 3 || symbol[0] != 'L') return false;
        int end = symbol.IndexOfAny(EndOfClassName);
        return end > 1 && symbol[end..].StartsWith(";::"u8);
    }
}
