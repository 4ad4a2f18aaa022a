using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The samples whose callers in user space are in a later record, by the cookie of that record (<c>perf script --no-merge-callchains</c> of perf 6.19
/// and later). Each is added to the profile when its record is read.
/// </summary>
internal sealed class DeferredCallchains
{
    private const int MaximumFrames = 1_000_000; // of all waiting samples; a record follows its samples within the same system call

    private readonly Dictionary<ulong, List<WaitingSample>> _waiting = [];
    private int _frameCount;

    /// <summary>A sample, and its frames in the kernel, leaf first.</summary>
    internal readonly record struct WaitingSample(long? Time, ThreadId Thread, int? Cpu, SampleEventId Event, long Period, FrameId[] Frames);

    /// <summary>Indicates whether no sample waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Indicates whether so many samples wait that they should be added without the record.</summary>
    public bool IsFull => _frameCount > MaximumFrames;

    /// <summary>Adds a sample that waits for a record.</summary>
    public void Add(ulong cookie, in WaitingSample sample)
    {
        if (!_waiting.TryGetValue(cookie, out List<WaitingSample>? samples)) _waiting.Add(cookie, samples = []);
        samples.Add(sample);
        _frameCount += sample.Frames.Length + 1;
    }

    /// <summary>Removes and returns the samples that wait for a record.</summary>
    public IReadOnlyList<WaitingSample> Take(ulong cookie)
    {
        if (!_waiting.Remove(cookie, out List<WaitingSample>? samples)) return [];
        foreach (WaitingSample sample in samples) _frameCount -= sample.Frames.Length + 1;
        return samples;
    }

    /// <summary>Removes and returns all samples, in the order of their cookies.</summary>
    public IReadOnlyList<WaitingSample> TakeAll()
    {
        WaitingSample[] all = [.. _waiting.OrderBy(static pair => pair.Key).SelectMany(static pair => pair.Value)];
        _waiting.Clear();
        _frameCount = 0;
        return all;
    }
}
