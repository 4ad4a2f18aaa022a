using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The threads of a trace, in the order of first use. Names come in events of their own, before or after those of the thread, so that a thread is
/// added to the profile only when all events have been read.
/// </summary>
internal sealed class TraceThreads
{
    private readonly Dictionary<(TraceId Pid, TraceId Tid), int> _indexes = [];
    private readonly Dictionary<TraceId, string> _processNames = [];
    private readonly Utf8Interner _texts = new();
    private readonly List<Entry> _threads = [];
    private (TraceId Pid, TraceId Tid) _lastKey;
    private int _last = -1;

    private sealed class Entry(TraceId pid, TraceId tid)
    {
        public readonly TraceId Pid = pid;
        public readonly TraceId Tid = tid;
        public string Name = "";
        public ThreadId? Id;
    }

    public int Count => _threads.Count;

    /// <summary>Returns the id that a text stands for: a number if it is written as one.</summary>
    public TraceId GetId(ReadOnlySpan<byte> text)
    {
        if (System.Buffers.Text.Utf8Parser.TryParse(text, out long number, out int used) && used == text.Length) return TraceId.OfNumber(number);
        return TraceId.OfText(_texts.GetOrAdd(text));
    }

    public int GetOrAdd(TraceId pid, TraceId tid)
    {
        (TraceId, TraceId) key = (pid, tid);
        if (_last >= 0 && key == _lastKey) return _last;
        if (!_indexes.TryGetValue(key, out int index))
        {
            index = _threads.Count;
            _indexes.Add(key, index);
            _threads.Add(new Entry(pid, tid));
        }
        _lastKey = key;
        return _last = index;
    }

    public void SetName(TraceId pid, TraceId tid, string name) => _threads[GetOrAdd(pid, tid)].Name = name;

    public void SetProcessName(TraceId pid, string name) => _processNames[pid] = name;

    /// <summary>Returns the thread of the profile. Not before all names have been read.</summary>
    public ThreadId Resolve(int index, ProfileBuilder builder)
    {
        Entry entry = _threads[index];
        if (entry.Id is { } id) return id;
        string name = entry.Name;
        if (entry.Tid.IsText)
        {
            // The text is the thread's only identity: two threads of one name must not become one.
            string text = GetText(entry.Tid);
            name = name.Length == 0 || name == text ? text : $"{name} ({text})";
        }
        string processName = _processNames.GetValueOrDefault(entry.Pid, "");
        if (entry.Pid.IsText)
        {
            string text = GetText(entry.Pid);
            processName = processName.Length == 0 || processName == text ? text : $"{processName} ({text})";
        }
        id = builder.AddThread(entry.Pid.Value, entry.Tid.Value, name, processName);
        entry.Id = id;
        return id;
    }

    private string GetText(TraceId id) => System.Text.Encoding.UTF8.GetString(_texts.Slices[(int)id.Number]);
}
