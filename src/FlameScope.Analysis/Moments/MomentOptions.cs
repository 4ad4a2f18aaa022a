using System.Runtime.CompilerServices;

namespace FlameScope.Analysis;

/// <summary>Options of <see cref="MomentFinder"/>. <c>docs/moments.md</c> describes the method.</summary>
public sealed record MomentOptions
{
    /// <summary>The maximum number of moments, from 1 to 100,000. The default is 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaximumCount
    {
        get;
        init => field = Check(value, value is >= 1 and <= 100_000);
    } = 100;

    /// <summary>
    /// The maximum length of a burst, at least one millisecond. The default is two seconds. What lasts longer is a phase of the program, and not
    /// reported.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan LongestBurst
    {
        get;
        init => field = Check(value, value >= TimeSpan.FromMilliseconds(1) && value <= TimeSpan.FromDays(10_000));
    } = TimeSpan.FromSeconds(2);

    /// <summary>The minimum number of samples of a burst, at least 3. The default is 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MinimumSamples
    {
        get;
        init => field = Check(value, value >= 3);
    } = 4;

    /// <summary>
    /// The expected number of false alarms in a profile without anomalies, greater than 0 and at most 100. The default is 0.01. It is exact for
    /// samples that are independent of each other.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double FalseAlarms
    {
        get;
        init => field = Check(value, value is > 0 and <= 100);
    } = 0.01;

    private static T Check<T>(T value, bool isValid, [CallerMemberName] string? name = null) =>
        isValid ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is out of range.");
}
