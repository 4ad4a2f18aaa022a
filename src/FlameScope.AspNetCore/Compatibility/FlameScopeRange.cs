using FlameScope.Model;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>A range of FlameScope's API: seconds after the whole second of the first sample, as a client's double-precision numbers.</summary>
internal sealed class FlameScopeRange
{
    private const double Maximum = 9e9;

    private readonly double? _start;
    private readonly double? _end;

    public FlameScopeRange(QueryParameters query, string startName, string endName)
    {
        _start = query.Number(startName, 0, Maximum);
        _end = query.Number(endName, 0, Maximum);
        // Equal ends are a range without samples.
        if (_start > _end) throw NotSatisfiable($"The parameter '{endName}' is less than '{startName}'.");
    }

    /// <summary>Returns the range in a profile. An end after the last column is the end of the profile.</summary>
    /// <exception cref="RequestFault">The range starts after the last column, or the profile has no times.</exception>
    public TimeRange Of(Profile profile)
    {
        if (_start is null && _end is null) return TimeRange.All;
        if (!profile.HasTimes) throw new RequestFault(StatusCodes.Status400BadRequest, "No sample has a time, so there are no ranges; leave out start and end.");
        long columns = ((profile.LastTime!.Value - profile.Origin) / TimeRange.NanosecondsPerSecond) + 1;
        if (_start > columns) throw NotSatisfiable("The range starts after the end of the profile.");
        // Rounded to nanoseconds before they are compared: the ends of neighboring cells differ in the last digit.
        long start = _start is { } s ? TimeRange.FromSeconds(profile.Origin, s, null).Start : SampleTable.NoTime + 1;
        long end = _end is { } e && e <= columns ? TimeRange.FromSeconds(profile.Origin, e, null).Start : long.MaxValue;
        return new TimeRange(start, Math.Max(start, end));
    }

    private static RequestFault NotSatisfiable(string detail) => new(StatusCodes.Status416RangeNotSatisfiable, detail);
}
