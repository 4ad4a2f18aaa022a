namespace FlameScope.Model;

/// <summary>The facts about a recording. A fact that the recording does not include is <c>null</c> or empty.</summary>
public sealed class RecordingHeader
{
    /// <summary>The header of a recording without facts.</summary>
    public static RecordingHeader Empty { get; } = new();

    /// <summary>Initializes a header without facts.</summary>
    public RecordingHeader()
    {
    }

    private RecordingHeader(RecordingHeader other)
    {
        CommandLine = other.CommandLine;
        HostName = other.HostName;
        OsRelease = other.OsRelease;
        Architecture = other.Architecture;
        CpuDescription = other.CpuDescription;
        CpusOnline = other.CpusOnline;
        CpusAvailable = other.CpusAvailable;
        ToolVersion = other.ToolVersion;
        SampleFrequency = other.SampleFrequency;
        EventDescriptions = other.EventDescriptions;
        Losses = other.Losses;
        Clock = other.Clock;
        Facts = other.Facts;
        LastHostName = other.LastHostName;
        HasThreadHosts = other.HasThreadHosts;
    }

    /// <summary>The command that made the recording.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The name of the recorded machine.</summary>
    public string? HostName { get; init; }

    /// <summary>The release of the machine's operating system kernel.</summary>
    public string? OsRelease { get; init; }

    /// <summary>The machine's processor architecture, such as <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>The name of the machine's processor.</summary>
    public string? CpuDescription { get; init; }

    /// <summary>The number of processors that were online.</summary>
    public int? CpusOnline { get; init; }

    /// <summary>The number of processors that were available.</summary>
    public int? CpusAvailable { get; init; }

    /// <summary>The version of the recorder.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>The requested sampling frequency in samples per second.</summary>
    public long? SampleFrequency { get; init; }

    /// <summary>The recorded events, each as the recorder describes it.</summary>
    public IReadOnlyList<string> EventDescriptions { get; init; } = [];

    /// <summary>
    /// What the recorder says in words about lost data, such as <c>15.72% of 119080 samples</c>. Lost samples that it counts are in
    /// <see cref="Profile.LostCount"/>. The default is empty.
    /// </summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>The relation of the recorder's clock to the wall clock.</summary>
    public WallClock? Clock { get; init; }

    /// <summary>All facts of the recording, including those above, as the recorder wrote them and in that order.</summary>
    public IReadOnlyList<HeaderFact> Facts { get; init; } = [];

    /// <summary>The name of the machine of the last of the merged recordings that has one.</summary>
    internal string? LastHostName
    {
        get => field ?? HostName;
        init;
    }

    /// <summary>
    /// Indicates whether the threads have the names of their machines (<see cref="ThreadInfo.Host"/>), and a thread without one is of an unknown machine.
    /// Otherwise all threads are of <see cref="HostName"/>.
    /// </summary>
    internal bool HasThreadHosts { get; init; }

    /// <summary>
    /// Returns the header of recordings that are merged into one profile, as if their headers had been read one after the other: each fact is that of
    /// the first recording that includes it, and lists are concatenated.
    /// </summary>
    internal static RecordingHeader Join(RecordingHeader a, RecordingHeader b)
    {
        if (a == Empty) return b;
        if (b == Empty) return a;
        return new RecordingHeader
        {
            CommandLine = a.CommandLine ?? b.CommandLine,
            HostName = a.HostName ?? b.HostName,
            OsRelease = a.OsRelease ?? b.OsRelease,
            Architecture = a.Architecture ?? b.Architecture,
            CpuDescription = a.CpuDescription ?? b.CpuDescription,
            CpusOnline = a.CpusOnline ?? b.CpusOnline,
            CpusAvailable = a.CpusAvailable ?? b.CpusAvailable,
            ToolVersion = a.ToolVersion ?? b.ToolVersion,
            SampleFrequency = a.SampleFrequency ?? b.SampleFrequency,
            EventDescriptions = [.. a.EventDescriptions, .. b.EventDescriptions],
            Losses = [.. a.Losses, .. b.Losses],
            Clock = FirstExact(a.Clock, b.Clock),
            Facts = [.. a.Facts, .. b.Facts],
            LastHostName = b.LastHostName ?? a.LastHostName,
        };
    }

    internal RecordingHeader WithClock(WallClock? clock) => new(this) { Clock = clock };

    internal RecordingHeader WithThreadHosts(bool has) => has == HasThreadHosts ? this : new(this) { HasThreadHosts = has };

    // The first clock, but an exact clock takes precedence over one that is not.
    private static WallClock? FirstExact(WallClock? a, WallClock? b) => a is null || (!a.IsExact && b is { IsExact: true }) ? b : a;
}
