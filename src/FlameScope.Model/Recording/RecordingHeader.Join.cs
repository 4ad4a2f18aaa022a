namespace FlameScope.Model;

public sealed partial record RecordingHeader
{
    /// <summary>
    /// The header of several recordings that are one profile, as if their headers had been read one after the other: each fact is that of
    /// the first recording that tells it, lists are joined.
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
            Clock = FirstExact(a.Clock, b.Clock),
            Facts = [.. a.Facts, .. b.Facts],
        };
    }

    // The first clock; one that was read together with the wall's goes before one that was not.
    private static WallClock? FirstExact(WallClock? a, WallClock? b) => a is null || (!a.IsExact && b is { IsExact: true }) ? b : a;
}
