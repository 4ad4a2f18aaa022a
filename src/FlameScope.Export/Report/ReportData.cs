using System.Text;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Converts the selected samples, and the table rows they refer to, to columns. Rows that no selected sample uses are omitted.</summary>
internal sealed class ReportData
{
    private readonly Profile _profile;
    private readonly CancellationToken _cancellation;
    private readonly ReportColumns _columns = new();
    private readonly int[] _samples;
    private readonly ReportStacks _stacks;
    private readonly RowRemap _threads;
    private readonly RowRemap _events;
    private readonly RowRemap _comms;
    private readonly RowRemap _labelSets;

    private ReportData(SampleSelection selection, CancellationToken cancellation)
    {
        _profile = selection.Profile;
        _cancellation = cancellation;
        _samples = selection.ToArray();
        _stacks = new ReportStacks(selection);
        _threads = new RowRemap(_profile.Threads.Count);
        _events = new RowRemap(_profile.Events.Count);
        _comms = new RowRemap(_profile.Comms.Count);
        _labelSets = new RowRemap(_profile.LabelSets.Count);
        TimeUnit = FindTimeUnit();
        AddSamples();
        Weights = FindWeights(selection);
        AddLabels();
        AddThreads();
        AddStacks();
    }

    /// <summary>The columns.</summary>
    public ReportColumns Columns => _columns;

    /// <summary>The number of rows of samples.</summary>
    public int SampleCount => _samples.Length;

    /// <summary>The number of rows without a time, which are first.</summary>
    public int UntimedCount =>
        Array.FindIndex(_samples, i => _profile.Samples.Times[i] != SampleTable.NoTime) is >= 0 and var first ? first : SampleCount;

    /// <summary>The greatest number of nanoseconds of which all times after the origin are multiples.</summary>
    public long TimeUnit { get; }

    /// <summary>The events that are used.</summary>
    public IEnumerable<SampleEventId> Events => _events.Rows.Select(row => new SampleEventId(row));

    /// <summary>The values of the samples; the first is the number of samples.</summary>
    public IReadOnlyList<ReportWeight> Weights { get; }

    public static ReportData From(SampleSelection selection, CancellationToken cancellation) => new(selection, cancellation);

    private long TimeOf(int i) => _profile.Samples.Times[_samples[i]] - _profile.Origin;

    private long FindTimeUnit()
    {
        long unit = 0;
        for (int i = UntimedCount; i < SampleCount && unit != 1; i++) unit = Gcd(unit, TimeOf(i));
        return Math.Max(unit, 1);
    }

    private static long Gcd(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    private void AddSamples()
    {
        SampleTable samples = _profile.Samples;
        int untimed = UntimedCount;
        _columns.AddUnsigned("times", SampleCount - untimed, i => (TimeOf(untimed + i) - (i == 0 ? 0 : TimeOf(untimed + i - 1))) / TimeUnit);
        _cancellation.ThrowIfCancellationRequested();
        _columns.AddUnsigned("stacks", SampleCount, i => _stacks.Numbers[samples.Stacks[_samples[i]].Value]);
        _cancellation.ThrowIfCancellationRequested();
        _columns.AddUnsigned("threads", SampleCount, i => _threads.NumberOf(samples.Threads[_samples[i]].Value));
        _columns.AddUnsigned("cpus", SampleCount, i => samples.Cpus[_samples[i]] + 1L);
        _columns.AddUnsigned("events", SampleCount, i => _events.NumberOf(samples.Events[_samples[i]].Value));
        _columns.AddUnsigned("idle", SampleCount, i => _profile.IsIdle(_samples[i]) ? 1 : 0);
        _columns.AddNames("events", _events.Rows.Count, i => _profile.Events.GetUtf8(new SampleEventId(_events.Rows[i])).ToArray());
        _cancellation.ThrowIfCancellationRequested();
    }

    // The number of samples, and the values that an event of the samples has. A column whose values are all 1 is omitted.
    private List<ReportWeight> FindWeights(SampleSelection selection)
    {
        var weights = new List<ReportWeight>();
        foreach (SampleWeight weight in _profile.Weights)
        {
            if (weight != SampleWeight.Samples && !Events.Any(id => _profile.GetUnitOf(id, weight) is not null)) continue;
            ReadOnlyMemory<long> values = _profile.GetWeightColumn(weight);
            string? column = values.IsEmpty ? null : FormattableString.Invariant($"values{weights.Count}");
            if (column is not null) _columns.AddUnsigned(column, SampleCount, i => values.Span[_samples[i]]);
            weights.Add(new ReportWeight(weight, selection.GetUnit(weight), column, selection.GetTotal(weight)));
            _cancellation.ThrowIfCancellationRequested();
        }
        return weights;
    }

    private void AddLabels()
    {
        SampleTable samples = _profile.Samples;
        if (samples.LabelSets.IsEmpty) return;
        _labelSets.NumberOf(LabelSetId.None.Value);
        _columns.AddUnsigned("labelSets", SampleCount, i => _labelSets.NumberOf(samples.LabelSets[_samples[i]].Value));
        SampleLabel[][] sets = [.. _labelSets.Rows.Select(row => _profile.LabelSets[new LabelSetId(row)].ToArray())];
        SampleLabel[] labels = [.. sets.SelectMany(set => set).Distinct()];
        Dictionary<SampleLabel, int> numbers = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        int[] items = [.. sets.SelectMany(set => set).Select(label => numbers[label])];
        string[] keys = [.. labels.Select(label => label.Key).Distinct(StringComparer.Ordinal)];
        _columns.AddUnsigned("labelSetSizes", sets.Length, i => sets[i].Length);
        _columns.AddUnsigned("labelSetLabels", items.Length, i => items[i]);
        _columns.AddUnsigned("sampleLabelKeys", labels.Length, i => Array.IndexOf(keys, labels[i].Key));
        _columns.AddNames("sampleLabelTexts", labels.Length, i => Encoding.UTF8.GetBytes(TextOf(labels[i])));
        _columns.AddNames("sampleKeys", keys.Length, i => Encoding.UTF8.GetBytes(keys[i]));
        _cancellation.ThrowIfCancellationRequested();

        static string TextOf(SampleLabel label) => label.Unit.Length == 0 ? label.Value : $"{label.Value} {label.Unit}";
    }

    private void AddThreads()
    {
        ThreadInfo At(int i) => _profile.Threads.Rows[_threads.Rows[i]];
        _columns.AddOptional("threadPids", _threads.Rows.Count, i => At(i).Pid);
        _columns.AddOptional("threadTids", _threads.Rows.Count, i => At(i).Tid);
        _columns.AddUnsigned("threadComms", _threads.Rows.Count, i => _comms.NumberOf(At(i).Comm.Value));
        _columns.AddNames("comms", _comms.Rows.Count, i => _profile.Comms.GetUtf8(new CommId(_comms.Rows[i])).ToArray());
    }

    private void AddStacks()
    {
        var modules = new RowRemap(_profile.Modules.Count);
        modules.NumberOf(ModuleId.None.Value);
        var frames = new RowRemap(_profile.Frames.Count);
        int[] depths = _stacks.Depths.ToArray();
        FrameId[] stackFrames = _stacks.Frames.ToArray();
        int stackCount = depths.Length - 1;
        _columns.AddUnsigned("stackPops", stackCount, i => depths[i] + 1 - depths[i + 1]);
        _columns.AddUnsigned("stackFrames", stackCount, i => frames.NumberOf(stackFrames[i + 1].Value));
        _cancellation.ThrowIfCancellationRequested();
        Frame At(int i) => _profile.Frames.Rows[frames.Rows[i]];
        _columns.AddUnsigned("frameLabels", frames.Rows.Count, i => _stacks.LabelOf(new FrameId(frames.Rows[i])));
        _columns.AddUnsigned("frameKinds", frames.Rows.Count, i => (long)At(i).DisplayKind);
        _columns.AddUnsigned("frameModules", frames.Rows.Count, i => modules.NumberOf(At(i).Module.Value));
        _columns.AddNames("modules", modules.Rows.Count, i => _profile.Modules.GetUtf8(new ModuleId(modules.Rows[i])).ToArray());
        _columns.AddNames("labels", _stacks.Labels.Length, i => _profile.Labels.Names.GetUtf8(_stacks.Labels[i]).ToArray());
        _cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The used rows of a table, renumbered in the order of their first use.</summary>
    private sealed class RowRemap(int capacity)
    {
        private readonly int[] _numbers = new int[capacity];

        /// <summary>The row of each number.</summary>
        public List<int> Rows { get; } = [];

        public int NumberOf(int row)
        {
            ref int number = ref _numbers[row];
            if (number == 0)
            {
                Rows.Add(row);
                number = Rows.Count;
            }
            return number - 1;
        }
    }
}
