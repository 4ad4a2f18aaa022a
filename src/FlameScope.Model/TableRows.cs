namespace FlameScope.Model;

/// <summary>
/// Rows of a profile's tables that follow those handed over before, in the order of their first use. They refer to one another, and to
/// earlier rows, by the ids of the builder or profile they come from.
/// </summary>
internal readonly ref struct TableRows
{
    public NameRows Symbols { get; init; }

    public NameRows Modules { get; init; }

    public NameRows Sources { get; init; }

    public NameRows Comms { get; init; }

    public NameRows Events { get; init; }

    public ReadOnlySpan<Frame> Frames { get; init; }

    public ReadOnlySpan<ThreadInfo> Threads { get; init; }

    public ReadOnlySpan<StackId> StackParents { get; init; }

    public ReadOnlySpan<FrameId> StackFrames { get; init; }
}
