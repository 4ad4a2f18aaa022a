namespace FlameScope.Model;

/// <summary>
/// The displayed names of the frames of a profile. Frames with equal names share a label. See <see cref="Profile.GetFrameName"/> for the rules.
/// </summary>
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
            else if (JvmNames.StartsWithDescriptor(symbol) && frame.Kind == FrameKind.Jit)
            {
                symbol = symbol[1..];
            }
            _byFrame[i] = new LabelId(names.GetOrAdd(symbol));
        }
        Names = new NameTable<LabelId>(names.Slices);
    }

    /// <summary>The distinct names.</summary>
    public NameTable<LabelId> Names { get; }

    /// <summary>The label of each frame. The index is the <see cref="FrameId"/>.</summary>
    public ReadOnlySpan<LabelId> ByFrame => _byFrame;

    /// <summary>Returns the name of a frame.</summary>
    /// <param name="frame">A row of the frame table.</param>
    /// <exception cref="IndexOutOfRangeException">The profile has no such frame.</exception>
    public string this[FrameId frame] => Names[_byFrame[frame.Value]];
}
