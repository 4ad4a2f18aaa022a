namespace FlameScope.TestData;

/// <summary>Which ids a line has.</summary>
internal enum PerfIds
{
    None,
    Tid,
    PidAndTid,
}

/// <summary>Which fields a sample's first line has, and how they are set: what <c>-F</c>, <c>-g</c>, <c>--ns</c> and perf's versions change.</summary>
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

    /// <summary>Whether frames stand on lines of their own.</summary>
    public bool HasCallchain { get; init; } = true;

    /// <summary>Whether the columns are perf's own, rather than one blank apart.</summary>
    public bool IsAligned { get; init; } = true;

    /// <summary>Whether tabs stand between the fields, as simpleperf prints them.</summary>
    public bool HasTabs { get; init; }

    /// <summary>Whether a line follows each frame with its place in the source.</summary>
    public bool HasSources { get; init; }

    public bool HasSymbols { get; init; } = true;

    public bool HasModules { get; init; } = true;

    /// <summary>Fields that go together as perf prints them. Without times some have to be there: else no reader could tell a sample.</summary>
    public static PerfTextFields Draw(Random random, bool hasTime)
    {
        bool isCallchain = random.Next(4) > 0;
        bool hasEvent = random.Next(6) > 0;
        bool hasTabs = hasTime && random.Next(10) == 0;
        return new PerfTextFields
        {
            HasTime = hasTime,
            HasEvent = hasEvent || hasTabs,
            HasPeriod = random.Next(2) == 0,
            HasCpu = random.Next(2) == 0,
            HasMisc = random.Next(6) == 0,
            HasTimeOfDay = hasTime && random.Next(8) == 0,
            HasGuest = hasTime && random.Next(10) == 0,
            IsNanoseconds = random.Next(3) == 0,
            Ids = !hasTime || hasTabs ? (PerfIds)random.Next(1, 3) : (PerfIds)Math.Min(2, random.Next(8)),
            HasCallchain = isCallchain,
            IsAligned = !hasTime || (!hasTabs && random.Next(3) > 0),
            HasTabs = hasTabs,
            HasSources = random.Next(6) == 0,
            HasSymbols = random.Next(8) > 0,
            HasModules = random.Next(8) > 0,
        };
    }
}
