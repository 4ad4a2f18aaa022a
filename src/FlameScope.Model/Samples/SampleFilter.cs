namespace FlameScope.Model;

/// <summary>
/// Which samples of a profile a view shows. Every condition that is set must hold; the default leaves out idle samples only.
/// </summary>
/// <example>
/// <code>
/// var java = new SampleFilter { Comm = "java" };
/// SampleSelection collecting = profile.Select(java.And(new SampleFilter { Match = "GC", Exclude = "^Interpreter$" }));
/// </code>
/// </example>
public sealed record SampleFilter
{
    /// <summary>All samples but the idle ones.</summary>
    public static SampleFilter Default { get; } = new();

    /// <summary>All samples.</summary>
    public static SampleFilter Everything { get; } = new() { IncludeIdle = true };

    /// <summary>Only samples of this time; the default takes all, those without a time included.</summary>
    public TimeRange Range { get; init; } = TimeRange.All;

    /// <summary>Only samples of the event of exactly this name; <c>null</c> or empty for all.</summary>
    public string? Event { get; init; }

    /// <summary>Only samples of threads of exactly this name; <c>null</c> or empty for all.</summary>
    public string? Comm { get; init; }

    /// <summary>Only samples of this process; <c>null</c> for all.</summary>
    public int? Pid { get; init; }

    /// <summary>Only samples of this thread; <c>null</c> for all.</summary>
    public int? Tid { get; init; }

    /// <summary>Only samples of this processor; <c>null</c> for all.</summary>
    public int? Cpu { get; init; }

    /// <summary>
    /// Only samples with a frame whose name, as it is shown (<see cref="FrameLabels"/>), this regular expression matches; <c>null</c> or empty
    /// for all.
    /// </summary>
    public string? Match { get; init; }

    /// <summary>No samples with a frame whose name, as it is shown, this regular expression matches; <c>null</c> or empty for none.</summary>
    public string? Exclude { get; init; }

    /// <summary>
    /// How long matching all names may take together before <see cref="System.Text.RegularExpressions.RegexMatchTimeoutException"/> is thrown;
    /// 10 seconds by default; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. Only expressions that need backtracking, such as those with look-arounds, come near it.
    /// </summary>
    /// <remarks>In PowerShell <c>[timespan]::FromSeconds(2)</c>: a bare 2 would be two ticks of 100 ns, and '2' two days.</remarks>
    public TimeSpan MatchTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Only samples whose leaf frame is of one of these kinds. The default takes all, those without frames included.</summary>
    public FrameKinds LeafKinds { get; init; } = FrameKinds.All;

    /// <summary>Whether idle samples (<see cref="IdleRule"/>) are taken; <c>false</c> by default.</summary>
    public bool IncludeIdle { get; init; }

    /// <summary>Another filter that has to take the sample, too; <c>null</c> for none. <see cref="And"/> sets it.</summary>
    public SampleFilter? Also { get; init; }

    /// <summary>The filter that takes what both take.</summary>
    /// <param name="other">Another filter. That it leaves out idle samples, as by default, counts as a condition.</param>
    /// <returns>A filter over the range that both have in common.</returns>
    public SampleFilter And(SampleFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        TimeRange range = Range.Intersect(other.Range);
        return this with { Range = range, Also = Also is null ? other : Also.And(other) };
    }
}
