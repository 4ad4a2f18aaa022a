using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The samples in the order of time, with stacks of places that are not symbolized yet.</summary>
internal sealed class RawSamples
{
    private readonly ChunkedColumn<long> _times = new();
    private readonly ChunkedColumn<int> _stacks = new();
    private readonly ChunkedColumn<int> _threads = new();
    private readonly ChunkedColumn<int> _cpus = new();
    private readonly ChunkedColumn<ushort> _events = new();
    private readonly ChunkedColumn<long> _periods = new();
    private readonly ChunkedColumn<int> _payloads = new(); // up to the last sample that has one
    private readonly List<(int Sample, int Stack)> _replaced = []; // stacks

    public int Count => _times.Count;

    public void Add(in QueuedSample sample, int stack, ThreadId thread)
    {
        _times.Add(sample.Time);
        _stacks.Add(stack);
        _threads.Add(thread.Value);
        _cpus.Add(sample.Cpu);
        _events.Add((ushort)sample.Event);
        _periods.Add(sample.Period);
        if (sample.Payload == 0) return;
        _payloads.AddRepeated(0, Count - 1 - _payloads.Count);
        _payloads.Add(sample.Payload);
    }

    /// <summary>Replaces the stack of a sample.</summary>
    public void SetStack(int sample, int stack) => _replaced.Add((sample, stack));

    /// <summary>Returns the columns and empties the object.</summary>
    public Columns Move()
    {
        int[] stacks = _stacks.MoveTo(null);
        foreach ((int sample, int stack) in _replaced) stacks[sample] = stack;
        return new(_times.MoveTo(null), stacks, _threads.MoveTo(null), _cpus.MoveTo(null), _events.MoveTo(null), _periods.MoveTo(null), _payloads.MoveTo(null));
    }

    internal sealed record Columns(long[] Times, int[] Stacks, int[] Threads, int[] Cpus, ushort[] Events, long[] Periods, int[] Payloads);
}
