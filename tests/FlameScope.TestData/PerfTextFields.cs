namespace FlameScope.TestData;

/// <summary>The ids in a line.</summary>
internal enum PerfIds
{
    None,
    Tid,
    PidAndTid,
}

/// <summary>
/// The fields of the first line of a sample and their layout, which depend on <c>-F</c>, <c>-g</c>, <c>--ns</c> and the version of perf.
/// </summary>
internal sealed record PerfTextFields
{
    public bool HasTime { get; init; } = true;

    public bool HasEvent { get; init; } = true;

    public bool HasPeriod { get; init; }

    public bool HasCpu { get; init; }

    public bool HasMisc { get; init; }

    public bool HasTimeOfDay { get; init; }

    public bool HasGuest { get; init; }

    public bool IsNanoseconds { get; init; }

    public PerfIds Ids { get; init; } = PerfIds.Tid;

    /// <summary>Indicates whether frames are on separate lines.</summary>
    public bool HasCallchain { get; init; } = true;

    /// <summary>Indicates whether fields are aligned in columns as perf prints them, rather than separated by one space.</summary>
    public bool IsAligned { get; init; } = true;

    /// <summary>Indicates whether fields are separated by tabs, as simpleperf prints them.</summary>
    public bool HasTabs { get; init; }

    /// <summary>Indicates whether each frame is followed by a line with its source location.</summary>
    public bool HasSources { get; init; }

    /// <summary>Indicates whether the layout is that of <c>perf script -L</c>.</summary>
    public bool IsLatency { get; init; }

    public bool HasSymbols { get; init; } = true;

    public bool HasModules { get; init; } = true;

    /// <summary>Combinations of fields with a time of day in place of the time (<c>-F tod</c>).</summary>
    public static PerfTextFields DrawWithTimeOfDayOnly(Random random) => Draw(random, hasTime: true) with
    {
        HasEvent = true,
        HasTimeOfDay = false,
        HasGuest = false,
        IsLatency = false,
        HasTabs = false,
        Ids = (PerfIds)random.Next(1, 3),
    };

    /// <summary>Combinations of fields that perf prints. Without times some fields are required, because a sample could not be recognized.</summary>
    public static PerfTextFields Draw(Random random, bool hasTime)
    {
        bool isCallchain = random.Next(4) > 0;
        bool hasEvent = random.Next(6) > 0;
        bool hasTabs = hasTime && random.Next(10) == 0;
        bool isLatency = hasTime && !hasTabs && random.Next(12) == 0;
        return new PerfTextFields
        {
            HasTime = hasTime,
            HasEvent = hasEvent || hasTabs,
            HasPeriod = random.Next(2) == 0,
            HasCpu = random.Next(2) == 0,
            HasMisc = !isLatency && random.Next(6) == 0,
            HasTimeOfDay = hasTime && !isLatency && random.Next(8) == 0,
            HasGuest = hasTime && !isLatency && random.Next(10) == 0,
            IsLatency = isLatency,
            IsNanoseconds = random.Next(3) == 0,
            Ids = !hasTime || hasTabs || isLatency ? (PerfIds)random.Next(1, 3) : (PerfIds)Math.Min(2, random.Next(8)),
            HasCallchain = isCallchain,
            IsAligned = !hasTime || isLatency || (!hasTabs && random.Next(3) > 0),
            HasTabs = hasTabs,
            HasSources = !hasTabs && random.Next(6) == 0,
            HasSymbols = hasTabs || random.Next(8) > 0,
            HasModules = hasTabs || random.Next(8) > 0,
        };
    }
}
