namespace FlameScope.FlameGraph;

/// <summary>What the values of the two sides of a <see cref="StackTreeDiff"/> are divided by, so that they can be compared.</summary>
/// <remarks>
/// A value <c>v</c> of a side becomes <c>v / amount</c>, the amount being one number for the whole side. All but <see cref="None"/> are
/// symmetric: with the sides exchanged, every difference changes its sign and nothing else. A side without samples has values of 0, whatever its
/// amount.
/// </remarks>
public enum DiffNormalization
{
    /// <summary>By what all samples of the side count: values become shares of the side, from 0 to 1.</summary>
    Total,

    /// <summary>
    /// By the length of the side's time: values become rates a second. An end that a range leaves open is taken to be where the profile's
    /// samples start or end.
    /// </summary>
    Time,

    /// <summary>
    /// By the sum of the periods of the side's samples, which for clock events are nanoseconds on a processor: values become rates a thousand
    /// million of the period's unit, so a CPU second there. The same as shares, times a thousand million, when samples count their periods.
    /// </summary>
    CpuTime,

    /// <summary>By nothing: values stay as they are. For sides that are alike in length.</summary>
    None,
}
