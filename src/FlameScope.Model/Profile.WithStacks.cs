namespace FlameScope.Model;

public sealed partial class Profile
{
    private Profile(Profile source, Tables tables, SampleTable samples)
    {
        (Symbols, Modules, Sources, Frames, Stacks) = (tables.Symbols, tables.Modules, tables.Sources, tables.Frames, tables.Stacks);
        (Comms, Events, Threads, Samples) = (source.Comms, source.Events, source.Threads, samples);
        _weights = source._weights; // Weights do not depend on stacks.
        (EventTypes, DefaultEvent, LabelSets) = (source.EventTypes, source.DefaultEvent, source.LabelSets);
        (Format, Header, Diagnostics, LostCount, Gaps) = (source.Format, source.Header, source.Diagnostics, source.LostCount, source.Gaps);
        // Idle samples are determined by the recorded stacks.
        (_idle, IdleCount) = (source._idle, source.IdleCount);
    }

    internal Profile WithStacks(Tables tables, StackId[] stacks) => new(this, tables, Samples.WithStacks(stacks));
}
