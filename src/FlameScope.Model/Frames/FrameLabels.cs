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
    private readonly LabelId[] _byFrame;

    internal FrameLabels(Profile profile)
    {
        var names = new Utf8Interner();
        _byFrame = new LabelId[profile.Frames.Count];
        for (int i = 0; i < _byFrame.Length; i++)
        {
            Frame frame = profile.Frames.Rows[i];
            ReadOnlySpan<byte> symbol = profile.Symbols.GetUtf8(frame.Symbol);
            ReadOnlySpan<byte> module = profile.Modules.GetUtf8(frame.Module);
            if (frame.Symbol == SymbolId.Unknown && !module.IsEmpty)
            {
                symbol = ModuleLabel.Of(module);
            }
            else if (JvmNames.StartsWithDescriptor(symbol) && ModuleKind.Resolve(frame.Kind, module) == FrameKind.Jit)
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
}
