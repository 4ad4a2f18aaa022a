using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The parameters that choose what a selection is compared with.</summary>
internal sealed class BaselineQuery
{
    private readonly long? _from;
    private readonly long? _to;

    private BaselineQuery(QueryParameters query, string kind)
    {
        Kind = kind;
        _from = query.Seconds("baselineFrom");
        _to = query.Seconds("baselineTo");
        if (_from >= _to) throw QueryParameters.Invalid("baselineTo", "is not greater than 'baselineFrom'");
        Profile = kind == "profile" ? query.Required("baselineProfile") : null;
        IsSwapped = query.Flag("swapped");
        Normalization = query.Word("normalization", "total", "time", "cpuTime", "none");
    }

    /// <summary>The kind: <c>whole</c>, <c>rest</c>, <c>range</c> or <c>profile</c>.</summary>
    public string Kind { get; }

    /// <summary>The name of the other profile; <c>null</c> if the baseline is of the same one.</summary>
    public string? Profile { get; }

    /// <summary>Indicates whether the sides are exchanged.</summary>
    public bool IsSwapped { get; }

    /// <summary>The name of the normalization.</summary>
    public string Normalization { get; }

    /// <summary>Reads the parameters; <c>null</c> if no baseline is given.</summary>
    public static BaselineQuery? Read(QueryParameters query) => query.Text("baseline") is null ? null : ReadRequired(query);

    /// <summary>Reads the parameters of a resource that needs a baseline.</summary>
    public static BaselineQuery ReadRequired(QueryParameters query) => new(query, query.Word("baseline", "whole", "rest", "range", "profile"));

    /// <summary>Returns both sides of a comparison, exchanged if that was requested.</summary>
    public ComparedSides Select(ProfileQuery query, LoadedProfile target, LoadedProfile other)
    {
        SampleSelection ofTarget = query.SelectAnyTime(target);
        SampleSelection samples = ofTarget.Within(query.RangeOf(target));
        SampleSelection ofOther = other == target ? ofTarget : query.SelectAnyTime(other);
        var sides = new ComparedSides(target, samples, other, Kind switch
        {
            _ when other.IsOfRange => ofOther,
            "rest" => ofOther.Except(samples),
            "whole" => ofOther,
            _ => ofOther.Within(ProfileQuery.RangeOf(other, _from, _to)),
        });
        return IsSwapped ? new ComparedSides(sides.BaselineProfile, sides.Baseline, sides.TargetProfile, sides.Target) : sides;
    }

    /// <summary>Returns the ranges of the baseline in a service or host of a store.</summary>
    /// <param name="entry">The service or host of the baseline.</param>
    /// <param name="target">The range that is compared with it.</param>
    public IReadOnlyList<TimeRange> RangesIn(StoreEntry entry, TimeRange target) => Kind switch
    {
        "rest" => [new TimeRange(entry.Range.Start, target.Start), new TimeRange(target.End, entry.Range.End)],
        "whole" => [entry.Range],
        _ => [ProfileQuery.RangeOf(entry, _from, _to)],
    };

    /// <summary>Returns the value of each sample, which both profiles must have.</summary>
    public static SampleWeight WeightOf(ProfileQuery query, LoadedProfile target, LoadedProfile other)
    {
        SampleWeight weight = query.WeightOf(target);
        if (target.IsOfRange && target.Profile.Samples.Count == 0) weight = query.WeightOf(other);
        if (other.IsOfRange && other.Profile.Samples.Count == 0) return weight;
        return other.Profile.HasWeight(weight) && other.Profile.Resolve(weight) == weight
            ? weight
            : throw QueryParameters.Invalid("weight", "is not a value of the other profile");
    }
}
