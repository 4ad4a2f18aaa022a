using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>
/// Conditions that select samples of a profile. A sample is selected if it meets all conditions. By default only idle samples are excluded.
/// </summary>
/// <example>
/// <code>
/// var java = new SampleFilter { Comm = "java" };
/// SampleSelection collecting = profile.Select(java.And(new SampleFilter { Match = "GC", Exclude = "^Interpreter$" }));
/// </code>
/// </example>
public sealed record SampleFilter
{
    /// <summary>The value of <see cref="Event"/> for all events: <c>*</c>.</summary>
    public const string AnyEvent = "*";

    /// <summary>The filter that selects all samples except idle ones, of <see cref="Profile.DefaultEvent"/> if the profile has one.</summary>
    public static SampleFilter Default { get; } = new();

    /// <summary>The filter that selects all samples of all events.</summary>
    public static SampleFilter All { get; } = new() { IncludeIdle = true, Event = AnyEvent };

    /// <summary>The range of time of the samples. The default is <see cref="TimeRange.All"/>, which includes samples without a time.</summary>
    public TimeRange Range { get; init; } = TimeRange.All;

    /// <summary>
    /// The exact name of the event of the samples, or <see cref="AnyEvent"/>; <c>null</c> or empty, the default, for <see cref="Profile.DefaultEvent"/>, or
    /// for all events if the profile has no default event. Events with equal names and other value types are all selected by their name.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>
    /// The labels of the samples: for each key, the sample has a label with the key whose text, or number in the invariant culture, is the value. The default
    /// is empty, for all samples.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <c>null</c>.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Labels
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Labels));
    } = [];

    /// <summary>The exact name of the thread of the samples; <c>null</c> or empty, the default, for all threads.</summary>
    public string? Comm { get; init; }

    /// <summary>
    /// The exact name of the machine of the samples (<see cref="Profile.GetHostName"/>); <c>null</c> or empty, the default, for all machines.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>The process id of the samples; <c>null</c>, the default, for all processes.</summary>
    public long? Pid { get; init; }

    /// <summary>The thread id of the samples; <c>null</c>, the default, for all threads.</summary>
    public long? Tid { get; init; }

    /// <summary>The processor of the samples; <c>null</c>, the default, for all processors.</summary>
    public int? Cpu { get; init; }

    /// <summary>
    /// A regular expression that matches the displayed name (<see cref="Profile.GetFrameName"/>) of at least one frame of the sample; <c>null</c> or
    /// empty, the default, for all samples.
    /// </summary>
    /// <exception cref="ArgumentException">The regular expression is not valid.</exception>
    public string? Match
    {
        get;
        init => field = NamePattern.Check(value);
    }

    /// <summary>
    /// A regular expression that matches the displayed name of no frame of the sample; <c>null</c> or empty, the default, for all samples.
    /// </summary>
    /// <exception cref="ArgumentException">The regular expression is not valid.</exception>
    public string? Exclude
    {
        get;
        init => field = NamePattern.Check(value);
    }

    /// <summary>
    /// The maximum time for matching all names, after which <see cref="RegexMatchTimeoutException"/> is thrown. The default is 10 seconds;
    /// <see cref="Timeout.InfiniteTimeSpan"/> is no limit. Only expressions that need backtracking, such as those with lookarounds, take long.
    /// </summary>
    /// <remarks>In PowerShell use <c>[timespan]::FromSeconds(2)</c>: the number 2 is converted to 200 ns, and the string '2' to two days.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero, negative and not infinite, or greater than about 24 days.</exception>
    public TimeSpan MatchTimeout
    {
        get;
        init => field = NamePattern.Check(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The kinds of the leaf frame of the samples. The default is <see cref="FrameKinds.All"/>, which includes samples without frames.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A kind is not defined.</exception>
    public FrameKinds LeafKinds
    {
        get;
        init => field = (value & ~FrameKinds.All) == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind of frame.");
    } = FrameKinds.All;

    /// <summary>Indicates whether idle samples (<see cref="Profile.IsIdle"/>) are included. The default is <c>false</c>.</summary>
    public bool IncludeIdle { get; init; }

    /// <summary>Another filter that must also select the sample; <c>null</c> for none. <see cref="And"/> sets it.</summary>
    internal SampleFilter? Also { get; init; }

    /// <summary>Returns a filter that selects the samples that both filters select.</summary>
    /// <param name="other">The other filter. If it excludes idle samples, which is the default, so does the result.</param>
    /// <returns>A filter over the range that both have in common.</returns>
    /// <remarks>If one of them names an event or <see cref="AnyEvent"/>, the other one does not select the default event.</remarks>
    public SampleFilter And(SampleFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        TimeRange range = Range.Intersect(other.Range);
        return this with { Range = range, Also = Also is null ? other : Also.And(other) };
    }
}
