namespace FlameScope.Parsing;

/// <summary>
/// The threads of a recording. Events of versions 4 and 5 contain system ids; those of version 6 contain indexes that thread blocks define, and that
/// may be defined again. A row is one definition and stays valid.
/// </summary>
internal sealed class NetTraceThreads(long? recordedProcess)
{
    private readonly NumberInterner _indexes = new();
    private readonly List<int> _rowOfIndex = [];
    private readonly List<Row> _rows = [];
    private readonly NumberInterner _processes = new();
    private ulong _last;
    private int _lastRow = -1;

    /// <summary>A thread. <paramref name="Process"/> is an index of <see cref="GetProcess"/>.</summary>
    internal readonly record struct Row(long? ProcessId, long? ThreadId, string Name, int Process);

    public int Count => _rows.Count;

    /// <summary>The number of processes with threads or code.</summary>
    public int ProcessCount => _processes.Count;

    public Row this[int row] => _rows[row];

    /// <summary>Returns the index of a process.</summary>
    public int GetProcess(long? id) => _processes.GetOrAdd(id is { } number ? (ulong)number : ulong.MaxValue);

    /// <summary>Returns the row of the thread of an event.</summary>
    /// <param name="thread">The id, or the index, of the thread.</param>
    /// <param name="isIndex">Indicates whether the number is an index.</param>
    /// <param name="isKnown">Receives whether the thread is defined.</param>
    public int GetRow(ulong thread, bool isIndex, out bool isKnown)
    {
        isKnown = true;
        if (_lastRow >= 0 && thread == _last) return _lastRow;
        int index = _indexes.GetOrAdd(thread);
        if (index == _rowOfIndex.Count)
        {
            isKnown = !isIndex;
            _rowOfIndex.Add(_rows.Count);
            _rows.Add(new Row(recordedProcess, isIndex ? null : ToId(thread), "", GetProcess(recordedProcess)));
        }
        _last = thread;
        return _lastRow = _rowOfIndex[index];
    }

    /// <summary>Defines the thread of an index.</summary>
    public void Define(ulong threadIndex, ulong? processId, ulong? threadId, string name)
    {
        long? process = processId is { } id ? ToId(id) : recordedProcess;
        int index = _indexes.GetOrAdd(threadIndex);
        if (index == _rowOfIndex.Count) _rowOfIndex.Add(_rows.Count);
        else _rowOfIndex[index] = _rows.Count;
        _rows.Add(new Row(process, threadId is { } thread ? ToId(thread) : null, name, GetProcess(process)));
        _lastRow = -1;
    }

    /// <summary>Forgets the indexes. Their rows stay.</summary>
    public void ForgetIndexes()
    {
        _indexes.Clear();
        _rowOfIndex.Clear();
        _lastRow = -1;
    }

    private static long? ToId(ulong number) => number <= long.MaxValue ? (long)number : null;
}
