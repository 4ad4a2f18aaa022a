namespace FlameScope.Model;

/// <summary>What a recording says about itself. A fact that it does not tell is <c>null</c> or empty.</summary>
public sealed partial record RecordingHeader
{
    /// <summary>The header of a recording that says nothing about itself.</summary>
    public static RecordingHeader Empty { get; } = new();

    /// <summary>The command that made the recording.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The recorded machine.</summary>
    public string? HostName { get; init; }

    /// <summary>The release of its operating system's kernel.</summary>
    public string? OsRelease { get; init; }

    /// <summary>Its processor architecture, such as <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>Its processor's name.</summary>
    public string? CpuDescription { get; init; }

    /// <summary>The processors that were online.</summary>
    public int? CpusOnline { get; init; }

    /// <summary>The processors that could have been online.</summary>
    public int? CpusAvailable { get; init; }

    /// <summary>The version of the tool that recorded.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>The sampling frequency asked for, in samples a second.</summary>
    public long? SampleFrequency { get; init; }

    /// <summary>The events that were recorded, each as the tool describes it.</summary>
    public IReadOnlyList<string> EventDescriptions { get; init; } = [];

    /// <summary>When the recording was captured, as far as it tells.</summary>
    public WallClock? Clock { get; init; }

    /// <summary>Every fact the recording tells about itself, those above included, in its order and words.</summary>
    public IReadOnlyList<HeaderFact> Facts { get; init; } = [];
}
