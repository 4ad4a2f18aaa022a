using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>Estimates the memory of a profile and of what is derived from it.</summary>
internal static class ProfileSize
{
    // Objects and arrays of a profile without samples.
    private const long Fixed = 16 * 1024;

    // The start of a name in its table.
    private const long PerName = 8;

    // Parent and frame.
    private const long PerStack = 8;

    // A frame is a symbol, a module, a source, a line, a column and two kinds.
    private const long PerFrame = 28;

    // Two ids, two names, and whether they are present.
    private const long PerThread = 48;

    /// <summary>Returns the size of a profile in bytes.</summary>
    public static long Of(Profile profile)
    {
        SampleTable samples = profile.Samples;
        // Time, stack, thread, processor, event, and a bit for idle samples.
        long perSample = 8 + 4 + 4 + 4 + 4 + (8L * samples.ValueColumnCount) + 1;
        if (!samples.Counts.IsEmpty) perSample += 8;
        if (!samples.LabelSets.IsEmpty) perSample += 4;
        return (samples.Count * perSample)
            + OfStacks(profile)
            + (profile.Threads.Count * PerThread)
            + Names(profile.Modules.Count, i => profile.Modules.GetUtf8(new ModuleId(i)).Length)
            + Names(profile.Sources.Count, i => profile.Sources.GetUtf8(new SourceId(i)).Length)
            + Names(profile.Comms.Count, i => profile.Comms.GetUtf8(new CommId(i)).Length);
    }

    /// <summary>Returns the size of the stacks, the frames and the names of functions.</summary>
    public static long OfStacks(Profile profile) =>
        Fixed
        + (profile.Stacks.Count * PerStack)
        + (profile.Frames.Count * PerFrame)
        + Names(profile.Symbols.Count, i => profile.Symbols.GetUtf8(new SymbolId(i)).Length);

    /// <summary>Returns the size of what belongs to a selection: one bit per sample.</summary>
    public static long OfSelection(Profile profile) => (profile.Samples.Count / 8) + 1024;

    private static long Names(int count, Func<int, int> lengthOf)
    {
        long bytes = count * PerName;
        for (int i = 0; i < count; i++) bytes += lengthOf(i);
        return bytes;
    }
}
