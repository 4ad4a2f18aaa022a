namespace FlameScope.Model;

/// <summary>For the ids of one source, a builder or a profile, those of the same rows in the builder that takes them over.</summary>
internal sealed class TableMap
{
    public IdMap Symbols { get; } = new();

    public IdMap Modules { get; } = new();

    public IdMap Sources { get; } = new();

    public IdMap Comms { get; } = new();

    public IdMap Events { get; } = new();

    public IdMap Frames { get; } = new();

    public IdMap Threads { get; } = new();

    public IdMap Stacks { get; } = new();
}
