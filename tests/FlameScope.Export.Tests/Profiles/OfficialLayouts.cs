namespace FlameScope.Export.Tests;

/// <summary>The official definitions of the written formats that are protobuf.</summary>
internal static class OfficialLayouts
{
    private static readonly WireLayout ValueType = new("1v 2v");

    /// <summary><c>Profile</c> of pprof's <c>profile.proto</c>.</summary>
    public static WireLayout Pprof { get; } = new(
        "1m* 2m* 3m* 4m* 5m* 6s* 7v 8v 9v 10v 11m 12v 13p 14v 15v",
        ValueType,
        new("1p 2p 3m*", new WireLayout("1v 2v 3v 4v")),
        new("1v! 2v 3v 4v 5v 6v 7v 8v 9v 10v"),
        new("1v! 2v 3v 4m* 5v", new WireLayout("1v 2v 3v")),
        new("1v! 2v 3v 4v 5v"),
        ValueType);

    /// <summary><c>ProfilesData</c> of OpenTelemetry's <c>profiles.proto</c>, v1development.</summary>
    public static WireLayout Otlp { get; } = MakeOtlp();

    /// <summary><c>Profile</c> of <c>nflxprofile.proto</c>.</summary>
    public static WireLayout Nflxprofile { get; } = MakeNflxprofile();

    private static WireLayout MakeOtlp()
    {
        WireLayout value = new("1s 2v 3v 4f 7b"), keyValue = new("1s 2m", value);
        WireLayout profile = new("1m 2m* 3f 4v 5m 6v 7b 8v 9s 10b 11p", ValueType, new WireLayout("1v 2p 3v 4p 5d"), ValueType);
        WireLayout scopeProfiles = new("1m 2m* 3s", new WireLayout("1s 2s 3m* 4v", keyValue), profile);
        WireLayout resourceProfiles = new("1m 2m* 3s", new WireLayout("1m* 2v", keyValue), scopeProfiles);
        WireLayout dictionary = new(
            "1m* 2m* 3m* 4m* 5s* 6m* 7m*",
            new("1v 2v 3v 4v 5p"),
            new("1v 2v 3m* 4p", new WireLayout("1v 2v 3v")),
            new("1v 2v 3v 4v"),
            new("1b 2b"),
            new("1v 2m 3v", value),
            new("1p"));
        return new("1m* 2m", resourceProfiles, dictionary);
    }

    private static WireLayout MakeNflxprofile()
    {
        WireLayout file = new("1s! 2v 3v");
        WireLayout node = new("1s! 2v! 3v* 4s 5v 6v 7v 8v 9v 10m* 11m", new WireLayout("1s! 2s 3m", file), file);
        return new("1f! 2f! 3p 4d 5m* 6s 7s 8m* 9p 10p 11p 12p 13v", new WireLayout("1v 2m", node), new WireLayout("1s 2s"));
    }
}
