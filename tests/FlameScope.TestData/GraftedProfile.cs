using FlameScope.Model;

namespace FlameScope.TestData;

/// <summary>The code that a grafted burst runs.</summary>
public enum GraftKind
{
    /// <summary>A function that runs at no other time, with callees of its own, called from the code that ran before.</summary>
    NewFunction,

    /// <summary>A function that the recording has elsewhere in few samples.</summary>
    RareFunction,
}

/// <summary>A burst that was grafted into a recording.</summary>
/// <param name="Profile">The recording with the burst.</param>
/// <param name="Kind">The code that it runs.</param>
/// <param name="Range">The window of the burst.</param>
/// <param name="Function">The function that it runs.</param>
/// <param name="Count">The number of samples that were changed.</param>
public sealed record Graft(Profile Profile, GraftKind Kind, TimeRange Range, string Function, int Count)
{
    /// <summary>Indicates whether a range is that of the burst: the part that they share is more than half of the longer one.</summary>
    public bool IsAt(TimeRange range) => range.Intersect(Range).Duration * 2 > Math.Max(Range.Duration, range.Duration);

    /// <summary>Indicates whether a function is that of the burst; for a new function, also one of its callees.</summary>
    public bool IsFunction(string name) => Kind == GraftKind.NewFunction ? name.StartsWith(Function, StringComparison.Ordinal) : name == Function;
}

/// <summary>
/// Grafts bursts into a recording: in a short window at a random time, four fifths of the busy samples run another function. Times, threads and
/// processors stay as they are. Equal recordings, lengths and seeds give equal bursts.
/// </summary>
public sealed class GraftedProfile
{
    /// <summary>The function that runs at no other time. The names of its callees start with its name.</summary>
    public const string Function = "grafted";

    private const double Share = 0.8;
    private const int MinimumCount = 4;
    private const int RareMinimum = 3;
    private const double RareMaximum = 0.01;

    private readonly Profile _profile;
    private readonly int[] _busy;
    private readonly (string Name, StackId[] Stacks)[] _rare;

    /// <summary>Prepares a recording.</summary>
    /// <param name="profile">The recording.</param>
    /// <param name="range">The part of the recording in which bursts are grafted; the rest is left out.</param>
    public GraftedProfile(Profile profile, TimeRange range)
    {
        _profile = profile;
        Range = range;
        _busy = profile.Select().Within(range).ToArray();
        _rare = FindRare();
    }

    /// <summary>Prepares pieces of a recording.</summary>
    /// <param name="profile">The recording.</param>
    /// <param name="seconds">The length of each piece; 0 for the whole recording. A shorter piece at the end is left out.</param>
    public static IEnumerable<GraftedProfile> Pieces(Profile profile, double seconds)
    {
        long first = profile.FirstTime!.Value, end = profile.LastTime!.Value + 1;
        long length = seconds > 0 ? (long)(seconds * TimeRange.NanosecondsPerSecond) : end - first;
        for (long start = first; start == first || start + length <= end; start += length)
        {
            yield return new GraftedProfile(profile, new TimeRange(start, Math.Min(end, start + length)));
        }
    }

    /// <summary>The part of the recording.</summary>
    public TimeRange Range { get; }

    /// <summary>Returns the recording with a burst, or <c>null</c> if no window has enough busy samples.</summary>
    /// <param name="kind">The code that the burst runs.</param>
    /// <param name="length">The length of the window, in nanoseconds.</param>
    /// <param name="seed">The seed.</param>
    public Graft? At(GraftKind kind, long length, int seed)
    {
        var random = new Random(seed);
        ReadOnlySpan<long> times = _profile.Samples.Times;
        long first = times[_busy[0]], last = times[_busy[^1]];
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            long start = first + random.NextInt64(Math.Max(1, last - first - length));
            var window = new TimeRange(start, start + length);
            int[] inside = _profile.Select().Within(Range).Within(window).ToArray();
            int count = (int)Math.Round(inside.Length * Share);
            if (count < MinimumCount || (kind == GraftKind.RareFunction && _rare.Length == 0)) continue;
            random.Shuffle(inside);
            (string name, StackId[] stacks) = kind == GraftKind.RareFunction ? _rare[random.Next(_rare.Length)] : (Function, []);
            ProfileBuilder builder = WithTables();
            var changed = new Dictionary<int, StackId>();
            foreach (int sample in inside.Take(count))
            {
                changed[sample] = stacks.Length > 0 ? stacks[random.Next(stacks.Length)] : NewStack(builder, sample, random);
            }
            return new Graft(Build(builder, changed), kind, window, name, count);
        }
        return null;
    }

    // The new function is called from the first half of the stack that the sample had.
    private StackId NewStack(ProfileBuilder builder, int sample, Random random)
    {
        StackId parent = _profile.Samples.Stacks[sample];
        int depth = _profile.Stacks.GetFrames(parent).Length;
        for (int i = depth; i > (depth + 1) / 2; i--) parent = _profile.Stacks[parent].Parent;
        StackId Push(StackId stack, string name) => builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));
        return Push(Push(parent, Function), $"{Function}_{random.Next(3)}");
    }

    // Functions at the end of at least three stacks, in at most 1% of the busy samples.
    private (string Name, StackId[] Stacks)[] FindRare()
    {
        var total = new Dictionary<string, int>();
        var leaves = new Dictionary<string, List<StackId>>();
        foreach (int sample in _busy)
        {
            StackId stack = _profile.Samples.Stacks[sample];
            if (stack == StackId.Empty) continue;
            string[] names = _profile.GetStackNames(stack);
            foreach (string name in names.Distinct()) total[name] = total.GetValueOrDefault(name) + 1;
            if (!leaves.TryGetValue(names[^1], out List<StackId>? of)) leaves[names[^1]] = of = [];
            of.Add(stack);
        }
        return
        [
            .. leaves.Where(l => l.Value.Count >= RareMinimum && total[l.Key] <= _busy.Length * RareMaximum && !l.Key.StartsWith('['))
                .OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => (l.Key, l.Value.ToArray())),
        ];
    }

    // Ids are in order of first use. Adding the names in the order of their tables keeps all ids.
    private ProfileBuilder WithTables()
    {
        var builder = new ProfileBuilder { Format = _profile.Format, Header = _profile.Header };
        for (int i = 1; i < _profile.Symbols.Count; i++) builder.AddSymbol(_profile.Symbols.GetUtf8(new SymbolId(i)));
        for (int i = 1; i < _profile.Modules.Count; i++) builder.AddModule(_profile.Modules.GetUtf8(new ModuleId(i)));
        for (int i = 1; i < _profile.Sources.Count; i++) builder.AddSource(_profile.Sources.GetUtf8(new SourceId(i)));
        for (int i = 0; i < _profile.Events.Count; i++) builder.AddEvent(_profile.Events.GetUtf8(new SampleEventId(i)));
        foreach (ThreadInfo thread in _profile.Threads.Rows) builder.AddThread(thread.Pid, thread.Tid, _profile.Comms.GetUtf8(thread.Comm));
        foreach (Frame frame in _profile.Frames.Rows) builder.AddFrame(frame);
        for (int i = 1; i < _profile.Stacks.Count; i++) builder.AddStack(_profile.Stacks.Parents[i], _profile.Stacks.Frames[i]);
        return builder;
    }

    private Profile Build(ProfileBuilder builder, Dictionary<int, StackId> changed)
    {
        SampleTable samples = _profile.Samples;
        int last = samples.FirstAtOrAfter(Range.End);
        for (int i = samples.FirstAtOrAfter(Range.Start); i < last; i++)
        {
            builder.AddSample(new SampleRow
            {
                Time = samples.Times[i],
                Stack = changed.TryGetValue(i, out StackId stack) ? stack : samples.Stacks[i],
                Thread = samples.Threads[i],
                Cpu = samples.Cpus[i] < 0 ? null : samples.Cpus[i],
                Event = samples.Events[i],
                IsIdle = _profile.IsIdle(i),
            });
        }
        return builder.Build();
    }
}
