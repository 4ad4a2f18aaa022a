namespace FlameScope.Parsing;

/// <summary>The positions of the parts of a stack and of its frames, which are found once per chunk.</summary>
internal sealed class JfrStackLayout
{
    private readonly JfrStep[] _frame;

    private JfrStackLayout(JfrLayout layout, int frames, JfrType frameType)
    {
        Layout = layout;
        HasIntegers = layout.Steps[frames].HasIntegers;
        _frame = layout.Steps.Slice(frames + 1, layout.Steps[frames].ElementSteps).ToArray();
        Method = Array.FindLastIndex(_frame, step => step.Slot == JfrSlots.Method);
        Line = Array.FindLastIndex(_frame, step => step.Slot == JfrSlots.Line);
        Kind = Array.FindLastIndex(_frame, step => step.Slot == JfrSlots.FrameType);
        foreach (JfrField field in frameType.Fields)
        {
            if (!field.IsConstant || field.IsArray) continue;
            int slot = JfrSlots.Of(frameType, field);
            if (slot == JfrSlots.Method) MethodType = field.Type;
            else if (slot == JfrSlots.FrameType) KindType = field.Type;
        }
    }

    /// <summary>The layout of a stack.</summary>
    public JfrLayout Layout { get; }

    /// <summary>The steps of a frame.</summary>
    public ReadOnlySpan<JfrStep> Frame => _frame;

    /// <summary>Indicates whether frames consist of integers of several bytes only.</summary>
    public bool HasIntegers { get; }

    /// <summary>The index of the step that reads the method; -1 if there is none. The same holds for the others.</summary>
    public int Method { get; }

    public int Line { get; }

    public int Kind { get; }

    /// <summary>The type of methods; <c>null</c> if frames have none.</summary>
    public JfrType? MethodType { get; }

    /// <summary>The type of the kinds of frames; <c>null</c> if frames have none.</summary>
    public JfrType? KindType { get; }

    /// <summary>Returns the layout of stacks of a type; <c>null</c> if the type has no frames.</summary>
    public static JfrStackLayout? Of(in JfrChunk chunk, JfrType type)
    {
        JfrLayout layout = chunk.Metadata.GetLayout(type);
        if (layout.FieldOf(JfrSlots.Frames) is not { Type: { } frameType, IsConstant: false }) return null;
        for (int i = 0; i < layout.Steps.Length; i++)
        {
            if (layout.Steps[i] is { Kind: JfrStepKind.Array, Slot: JfrSlots.Frames }) return new JfrStackLayout(layout, i, frameType);
        }
        return null;
    }
}
