namespace FlameScope.Parsing;

/// <summary>
/// Counts lost events. Each thread numbers its events from 1, whether they are written or not, so a gap is a loss. Sequence points contain the number
/// that each thread has reached.
/// </summary>
internal sealed class NetTraceSequence
{
    private readonly NumberInterner _threads = new();
    private uint[] _numbers = new uint[16]; // the last one of each thread
    private ulong _thread;
    private int _index = -1;

    /// <summary>The number of lost events.</summary>
    public long LostCount { get; private set; }

    /// <summary>Reads the number of an event.</summary>
    /// <param name="thread">The thread that wrote the event.</param>
    /// <param name="number">The number of the event.</param>
    public void Next(ulong thread, uint number)
    {
        if (_index < 0 || thread != _thread)
        {
            _index = IndexOf(thread);
            _thread = thread;
        }
        uint skipped = number - _numbers[_index] - 1;
        // Threads of versions 4 and 5 are system ids, which are used again; the numbers of the new thread start at 1.
        if (skipped > int.MaxValue) skipped = number == 0 ? 0 : number - 1;
        LostCount += skipped;
        _numbers[_index] = number;
    }

    /// <summary>Reads the number that a thread has reached at a sequence point, or when it ends.</summary>
    public void Reach(ulong thread, uint number)
    {
        int index = IndexOf(thread);
        uint skipped = number - _numbers[index];
        if (skipped <= int.MaxValue) LostCount += skipped; // otherwise the id is used again
        _numbers[index] = number;
    }

    private int IndexOf(ulong thread)
    {
        int index = _threads.GetOrAdd(thread);
        if (index == _numbers.Length) Array.Resize(ref _numbers, index * 2);
        return index;
    }
}
