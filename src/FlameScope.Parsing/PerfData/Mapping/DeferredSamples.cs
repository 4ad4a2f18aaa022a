namespace FlameScope.Parsing;

/// <summary>
/// Samples of which only the kernel's part of the call chain is known: the kernel reads the user's part when it returns to the user mode, and writes it in a
/// record of its own, once for all samples since it was entered.
/// </summary>
internal sealed class DeferredSamples
{
    private readonly Dictionary<(ulong Cookie, int Tid), int> _last = [];
    private readonly List<Waiting> _samples = [];

    /// <summary>A sample that waits for the user's part of its call chain.</summary>
    /// <param name="Sample">The index of the sample.</param>
    /// <param name="Node">The kernel's part of the call chain.</param>
    /// <param name="Previous">The index of the sample before with the same number; -1 for the first one.</param>
    private readonly record struct Waiting(int Sample, int Node, int Previous);

    /// <summary>The number of samples that wait.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a sample.</summary>
    public void Add(ulong cookie, int tid, int sample, int node)
    {
        int previous = _last.GetValueOrDefault((cookie, tid), -1);
        _last[(cookie, tid)] = _samples.Count;
        _samples.Add(new Waiting(sample, node, previous));
        Count++;
    }

    /// <summary>Removes and returns the samples that wait for a record.</summary>
    public List<(int Sample, int Node)> Take(ulong cookie, int tid)
    {
        var taken = new List<(int, int)>();
        if (!_last.Remove((cookie, tid), out int index)) return taken;
        for (; index >= 0; index = _samples[index].Previous) taken.Add((_samples[index].Sample, _samples[index].Node));
        Count -= taken.Count;
        if (Count == 0) _samples.Clear();
        return taken;
    }
}
