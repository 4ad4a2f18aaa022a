namespace FlameScope.Model;

/// <summary>A row of the stack table: a frame and the stack that called it.</summary>
public readonly record struct StackRow
{
    /// <summary>The stack that called the frame; <see cref="StackId.Empty"/> if the frame is the root.</summary>
    public StackId Parent { get; internal init; }

    /// <summary>The leaf frame; <c>null</c> for <see cref="StackId.Empty"/>.</summary>
    public FrameId? Frame { get; internal init; }
}
