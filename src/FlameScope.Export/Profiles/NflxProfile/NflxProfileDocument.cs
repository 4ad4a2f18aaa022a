using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes one nflxprofile.</summary>
internal sealed class NflxProfileDocument(SampleSelection samples, ProfileWriteOptions options)
{
    private readonly Profile _profile = samples.Profile;
    private readonly ProtobufWriter _message = new();
    private readonly Dictionary<(StackId Stack, ThreadId Thread), int> _nodes = [];
    private readonly List<int> _sampleNodes = [];
    private readonly List<double> _deltas = [];
    private readonly List<long> _cpus = [];
    private readonly List<long> _pids = [];
    private readonly List<long> _tids = [];
    private readonly List<long> _values = [];
    private double _start;
    private double _end;

    /// <exception cref="ArgumentException">No selected sample has a time.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        Collect();
        _message.WriteFixed64(1, BitConverter.DoubleToUInt64Bits(_start));
        _message.WriteFixed64(2, BitConverter.DoubleToUInt64Bits(_end));
        _message.WritePacked(3, _sampleNodes);
        _message.WritePackedDoubles(4, CollectionsMarshal.AsSpan(_deltas));
        _message.MoveTo(output);
        WriteRoot(output);
        foreach (((StackId stack, ThreadId thread), int id) in _nodes)
        {
            WriteNode(id, stack, thread);
            _message.MoveTo(output);
        }
        WriteRest();
        _message.MoveTo(output);
    }

    private void Collect()
    {
        SampleTable table = _profile.Samples;
        ReadOnlySpan<long> weights = _profile.GetWeights(options.Weight);
        SampleEventId? eventId = ChooseEvent();
        double sum = 0;
        foreach (int sample in samples)
        {
            if (table.Events[sample] != eventId || table.Times[sample] == SampleTable.NoTime) continue;
            double time = ToSeconds(table.Times[sample]);
            if (_sampleNodes.Count == 0) _start = sum = time;
            // The reader adds the differences up. Each one corrects the error of those before it.
            double delta = time - sum;
            sum += delta;
            _end = time;
            _deltas.Add(delta);
            _sampleNodes.Add(AddNode(table.Stacks[sample], table.Threads[sample]));
            AddColumns(table, sample);
            _values.Add(weights.IsEmpty ? 1 : weights[sample]);
        }
        if (_sampleNodes.Count == 0 && samples.Count > 0)
        {
            throw new ArgumentException("The format needs times, and no selected sample has one.", nameof(samples));
        }
    }

    private SampleEventId? ChooseEvent()
    {
        SampleEventId? first = null;
        foreach (int sample in samples)
        {
            SampleEventId eventId = _profile.Samples.Events[sample];
            if (_profile.DefaultEvent is null || eventId == _profile.DefaultEvent) return eventId;
            first ??= eventId;
        }
        return first;
    }

    private void AddColumns(SampleTable table, int sample)
    {
        ThreadInfo thread = _profile.Threads[table.Threads[sample]];
        _cpus.Add(table.Cpus[sample]);
        _pids.Add(thread.Pid is >= 0 and <= uint.MaxValue ? thread.Pid.Value : -1);
        _tids.Add(thread.Tid is >= 0 and <= uint.MaxValue ? thread.Tid.Value : -1);
    }

    private int AddNode(StackId stack, ThreadId thread)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes, (stack, thread), out _);
        if (id == 0) id = _nodes.Count;
        return id;
    }

    // Node 0 is the root. No sample refers to it.
    private void WriteRoot(IBufferWriter<byte> output)
    {
        _message.BeginMessage(5);
        _message.WriteRequiredVarint(1, 0);
        _message.BeginMessage(2);
        _message.WriteBytes(1, "root"u8);
        _message.WriteRequiredVarint(2, 0);
        _message.EndMessage();
        _message.EndMessage();
        _message.MoveTo(output);
    }

    private void WriteNode(int id, StackId stack, ThreadId thread)
    {
        ThreadInfo info = _profile.Threads[thread];
        _message.BeginMessage(5);
        _message.WriteRequiredVarint(1, id);
        _message.BeginMessage(2);
        _message.WriteBytes(1, Encoding.UTF8.GetBytes(_profile.Comms[info.Comm]));
        _message.WriteRequiredVarint(2, 0);
        if (info.Pid is >= 0 and <= uint.MaxValue and { } pid) _message.WriteRequiredVarint(6, pid);
        if (info.Tid is >= 0 and <= uint.MaxValue and { } tid) _message.WriteRequiredVarint(7, tid);
        FrameId[] frames = _profile.Stacks.GetFrames(stack);
        for (int i = frames.Length - 1; i >= 0; i--) WriteFrame(frames[i]);
        _message.EndMessage();
        _message.EndMessage();
    }

    private void WriteFrame(FrameId id)
    {
        Frame frame = _profile.Frames[id];
        _message.BeginMessage(10);
        _message.WriteBytes(1, Encoding.UTF8.GetBytes(_profile.GetFrameName(id))); // With the module, if the function is unknown.
        ReadOnlySpan<byte> libType = LibType(frame);
        if (!libType.IsEmpty) _message.WriteBytes(2, libType);
        if (frame.Source != SourceId.None || frame.Line > 0)
        {
            _message.BeginMessage(3);
            _message.WriteBytes(1, Encoding.UTF8.GetBytes(_profile.Sources[frame.Source]));
            _message.WriteVarint(2, frame.Line);
            _message.WriteVarint(3, frame.Column);
            _message.EndMessage();
        }
        _message.EndMessage();
    }

    private void WriteRest()
    {
        if (options.Title is { } title) _message.WriteBytes(6, Encoding.UTF8.GetBytes(title));
        bool hasCpus = !_cpus.Contains(-1), hasPids = !_pids.Contains(-1), hasTids = !_tids.Contains(-1);
        bool hasValues = _values.Exists(value => value != 1);
        WriteParameter("has_node_stack", true);
        WriteParameter("has_parent", false);
        WriteParameter("has_children", false);
        WriteParameter("has_samples_cpu", hasCpus);
        WriteParameter("has_samples_pid", hasPids);
        WriteParameter("has_samples_tid", hasTids);
        WriteParameter("hasValues", hasValues);
        if (hasCpus) _message.WritePacked(9, _cpus);
        if (hasPids) _message.WritePacked(10, _pids);
        if (hasTids) _message.WritePacked(11, _tids);
        if (hasValues) _message.WritePacked(12, _values);
    }

    private void WriteParameter(string key, bool value)
    {
        _message.BeginMessage(8);
        _message.WriteBytes(1, Encoding.UTF8.GetBytes(key));
        _message.WriteBytes(2, value ? "true"u8 : "false"u8);
        _message.EndMessage();
    }

    private static ReadOnlySpan<byte> LibType(Frame frame) => frame.Kind switch
    {
        _ when frame.IsInlined => "inlined"u8,
        FrameKind.Kernel => "kernel"u8,
        FrameKind.User => "user"u8,
        FrameKind.Jit => "jit"u8,
        _ => default,
    };

    // The seconds and the fraction are converted separately: a product would round the whole nanoseconds.
    private static double ToSeconds(long nanoseconds)
    {
        (long seconds, long rest) = Math.DivRem(nanoseconds, 1_000_000_000);
        return seconds + (rest / 1e9);
    }
}
