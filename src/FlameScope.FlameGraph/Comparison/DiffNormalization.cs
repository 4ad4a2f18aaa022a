using System.Text.Json.Serialization;

namespace FlameScope.FlameGraph;

/// <summary>Specifies the divisor of each side's values in a <see cref="StackTreeDiff"/>, which makes the two sides comparable.</summary>
/// <remarks>
/// A value <c>v</c> of a side becomes <c>v / amount</c>, where <c>amount</c> is one number per side. If the sides are exchanged, every difference
/// changes its sign and nothing else. The values of a side without samples are 0.
/// </remarks>
[JsonConverter(typeof(JsonStringEnumConverter<DiffNormalization>))]
public enum DiffNormalization
{
    /// <summary>Divides by the total of the side. Values become shares from 0 to 1.</summary>
    Total,

    /// <summary>
    /// Divides by the duration of the side. Values become rates per second. An open end of a range is replaced by the start or the end of the
    /// profile's samples.
    /// </summary>
    Time,

    /// <summary>
    /// Divides by the sum of the periods of the side's samples. For clock events, periods are nanoseconds of CPU time, and values become rates per
    /// CPU second; for other events, rates per 1,000,000,000 units of the period. If samples count their periods, values are shares times
    /// 1,000,000,000.
    /// </summary>
    CpuTime,

    /// <summary>Does not divide. Use it for sides of equal duration.</summary>
    None,
}
