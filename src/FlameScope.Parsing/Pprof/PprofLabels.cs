using System.Buffers.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Collects the labels of one sample at a time. Some labels are facts that a profile stores in columns: the time, the thread and the processor. These
/// are conventions of the writers; the format does not define any label.
/// </summary>
internal sealed class PprofLabels(ProfileBuilder builder, ReadContext context, PprofTables tables)
{
    private const byte Unread = 0;
    private const byte Plain = 1;
    private const byte TimeRole = 2;
    private const byte ThreadIdRole = 3;
    private const byte ThreadNameRole = 4;
    private const byte ProcessIdRole = 5;
    private const byte CpuRole = 6;

    private readonly byte[] _roles = new byte[tables.TextCount];
    private readonly Dictionary<LabelKey, SampleLabelId> _ids = [];
    private readonly Dictionary<ThreadKey, ThreadId> _threads = [];
    private SampleLabelId[] _labels = new SampleLabelId[8];
    private int _count;
    private SampleLabelId[] _previous = [];
    private LabelSetId _previousSet;
    private ThreadKey _thread;
    private ThreadKey _previousThread;
    private ThreadId? _previousThreadId;

    private readonly record struct LabelKey(ulong Key, ulong Text, long Number, ulong Unit)
    {
        public override int GetHashCode() => HashCode.Combine(Key, Text, Number, Unit);
    }

    private readonly record struct ThreadKey(long? Pid, long? Tid, ulong Name)
    {
        public override int GetHashCode() => HashCode.Combine(Pid, Tid, Name);
    }

    /// <summary>The time of the sample in Unix nanoseconds; <c>null</c> if it has none.</summary>
    public long? Time { get; private set; }

    /// <summary>The processor of the sample; <c>null</c> if it is unknown.</summary>
    public int? Cpu { get; private set; }

    /// <summary>Removes the labels of the previous sample.</summary>
    public void Clear()
    {
        _count = 0;
        _thread = default;
        Time = null;
        Cpu = null;
    }

    /// <summary>Adds a label.</summary>
    /// <returns><c>false</c> if the message is not valid.</returns>
    public bool TryAdd(ReadOnlySpan<byte> file, ReadOnlySpan<byte> message)
    {
        ulong key = 0, text = 0, unit = 0;
        long number = 0;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Varint) return false;
            switch (reader.Field)
            {
                case 1:
                    key = reader.Number;
                    break;
                case 2:
                    text = reader.Number;
                    break;
                case 3:
                    number = reader.Int64;
                    break;
                case 4:
                    unit = reader.Number;
                    break;
            }
        }
        if (reader.End != ProtobufEnd.Whole || key >= (ulong)_roles.Length || text >= (ulong)_roles.Length || unit >= (ulong)_roles.Length) return false;
        if (_roles[key] == Unread) _roles[key] = RoleOf(tables.GetText(file, key));
        if (_roles[key] == Plain || !TryTakeFact(file, _roles[key], text, number)) AddLabel(file, new LabelKey(key, text, number, unit));
        return true;
    }

    /// <summary>Returns the thread of the sample.</summary>
    public ThreadId GetThread(ReadOnlySpan<byte> file)
    {
        if (_previousThreadId is { } previous && _thread == _previousThread) return previous;
        if (!_threads.TryGetValue(_thread, out ThreadId id))
        {
            ReadOnlySpan<byte> name = tables.GetText(file, _thread.Name);
            context.CheckText(name.Length, default);
            id = builder.AddThread(_thread.Pid, _thread.Tid, name);
            _threads.Add(_thread, id);
        }
        _previousThread = _thread;
        _previousThreadId = id;
        return id;
    }

    /// <summary>Returns the set of the labels that are not stored in columns.</summary>
    public LabelSetId GetSet(ReadOnlySpan<byte> file)
    {
        if (_count == 0) return LabelSetId.None;
        ReadOnlySpan<SampleLabelId> labels = _labels.AsSpan(0, _count);
        if (labels.SequenceEqual(_previous)) return _previousSet;
        _previous = labels.ToArray();
        _previousSet = builder.AddLabelSet(labels);
        return _previousSet;
    }

    private static byte RoleOf(ReadOnlySpan<byte> key) => key switch
    {
        _ when key.SequenceEqual("end_timestamp_ns"u8) => TimeRole,
        _ when key.SequenceEqual("thread id"u8) || key.SequenceEqual("thread_id"u8) || key.SequenceEqual("tid"u8) => ThreadIdRole,
        _ when key.SequenceEqual("thread name"u8) || key.SequenceEqual("thread_name"u8) || key.SequenceEqual("thread_comm"u8) => ThreadNameRole,
        _ when key.SequenceEqual("process id"u8) || key.SequenceEqual("process_id"u8) || key.SequenceEqual("pid"u8) => ProcessIdRole,
        _ when key.SequenceEqual("cpu"u8) => CpuRole,
        _ => Plain,
    };

    // A label of the right name that is not such a fact, or the second one of a sample, stays a label.
    private bool TryTakeFact(ReadOnlySpan<byte> file, byte role, ulong text, long number)
    {
        if (role == ThreadNameRole)
        {
            if (text == 0 || _thread.Name != 0) return false;
            _thread = _thread with { Name = text };
            return true;
        }
        if (role == TimeRole)
        {
            if (text != 0 || Time is not null || number <= 0 || number == long.MaxValue) return false;
            Time = number;
            return true;
        }
        if (text != 0)
        {
            ReadOnlySpan<byte> digits = tables.GetText(file, text);
            if (!Utf8Parser.TryParse(digits, out number, out int used) || used != digits.Length) return false;
        }
        switch (role)
        {
            case ThreadIdRole when _thread.Tid is null && number >= 0:
                _thread = _thread with { Tid = number };
                return true;
            case ProcessIdRole when _thread.Pid is null && number >= 0:
                _thread = _thread with { Pid = number };
                return true;
            case CpuRole when Cpu is null && number is >= 0 and <= int.MaxValue:
                Cpu = (int)number;
                return true;
            default:
                return false;
        }
    }

    private void AddLabel(ReadOnlySpan<byte> file, LabelKey label)
    {
        if (!_ids.TryGetValue(label, out SampleLabelId id))
        {
            ReadOnlySpan<byte> key = tables.GetText(file, label.Key);
            ReadOnlySpan<byte> text = tables.GetText(file, label.Text);
            context.CheckText(key.Length, default);
            context.CheckText(text.Length, default);
            id = label.Text != 0
                ? builder.AddLabel(ShortText.Decode(key), ShortText.Decode(text))
                : builder.AddLabel(ShortText.Decode(key), label.Number, ShortText.Decode(tables.GetText(file, label.Unit)));
            _ids.Add(label, id);
        }
        if (_count == _labels.Length) Array.Resize(ref _labels, _count * 2);
        _labels[_count++] = id;
    }
}
