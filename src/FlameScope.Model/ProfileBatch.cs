namespace FlameScope.Model;

/// <summary>
/// What a <see cref="ProfileBuilder"/> has gained since its last batch: rows that its tables did not have, and samples. It is handed from the
/// builder of one thread to that of another by <see cref="ProfileBuilder.TakeBatch"/> and <see cref="ProfileBuilder.Append(ProfileBatch)"/>.
/// </summary>
public sealed class ProfileBatch
{
    internal ProfileBatch(ProfileBuilder source) => Source = source;

    /// <summary>The number of samples.</summary>
    public int SampleCount => Samples.Count;

    /// <summary>The sum of their periods.</summary>
    public long TotalPeriod { get; internal init; }

    /// <summary>The number of samples that the recorder says it lost meanwhile.</summary>
    public long LostCount { get; internal init; }

    /// <summary>The number of symbols that the builder's earlier batches did not have. The builder that takes them may know them.</summary>
    public int NewSymbolCount => Symbols.Names.Count;

    /// <summary>The number of events that the builder's earlier batches did not have. The builder that takes them may know them.</summary>
    public int NewEventCount => Events.Names.Count;

    // The builder itself may be in use by another thread: it only tells batches of one builder from those of another.
    internal ProfileBuilder Source { get; }

    internal bool IsTakenOver { get; set; }

    internal NameRows Symbols { get; init; }

    internal NameRows Modules { get; init; }

    internal NameRows Sources { get; init; }

    internal NameRows Comms { get; init; }

    internal NameRows Events { get; init; }

    internal int FirstFrame { get; init; }

    internal Frame[] Frames { get; init; } = [];

    internal int FirstThread { get; init; }

    internal ThreadInfo[] Threads { get; init; } = [];

    internal int FirstStack { get; init; }

    internal StackId[] StackParents { get; init; } = [];

    internal FrameId[] StackFrames { get; init; } = [];

    internal SampleColumns Samples { get; init; } = new();

    internal TableRows Rows => new()
    {
        Symbols = Symbols, Modules = Modules, Sources = Sources, Comms = Comms, Events = Events,
        Frames = Frames, Threads = Threads, StackParents = StackParents, StackFrames = StackFrames,
    };
}
