using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FlameScope.FlameGraph;
using FlameScope.Model;
using Microsoft.AspNetCore.Http;
using StoreQuery = FlameScope.Store.ProfileQuery;

namespace FlameScope.AspNetCore;

/// <summary>The parameters that select samples of a profile.</summary>
internal sealed class ProfileQuery
{
    // For all names of a profile.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    // Each one rewrites all stacks of the profile.
    private const int MaximumTransforms = 16;

    private static readonly string[] TransformsWithPattern = ["prune=", "collapse-module="];

    private readonly SampleFilter _filter;
    private readonly SampleFilter? _search;
    private readonly StackTransform? _transform;
    private readonly string? _weight;
    private readonly long? _from;
    private readonly long? _to;
    private readonly string _key;

    private ProfileQuery(QueryParameters query)
    {
        _from = query.Seconds("from");
        _to = query.Seconds("to");
        if (_from >= _to) throw QueryParameters.Invalid("to", "is not greater than 'from'");
        _filter = Checked("match", () => new SampleFilter
        {
            Event = query.Text("event") ?? SampleFilter.AnyEvent,
            Comm = query.Text("comm"),
            Pid = query.Integer("pid", long.MinValue, long.MaxValue),
            Tid = query.Integer("tid", long.MinValue, long.MaxValue),
            Cpu = (int?)query.Integer("cpu", 0, int.MaxValue),
            Labels = [.. query.Texts("label").Select(LabelOf)],
            Match = query.Text("match"),
            MatchTimeout = MatchTimeout,
            IncludeIdle = query.Word("idle", "exclude", "0", "include", "1") is "include" or "1",
        });
        _filter = Checked("exclude", () => _filter with { Exclude = query.Text("exclude") });
        if (query.Text("search") is { } search)
        {
            _search = Checked("search", () => SampleFilter.All with { Match = search, MatchTimeout = MatchTimeout });
        }
        _transform = TransformOf(query.Texts("transform"));
        _weight = query.Text("weight");
        _key = KeyOf(query);
    }

    /// <summary>Indicates whether a range of time is given.</summary>
    public bool HasRange => _from is not null || _to is not null;

    /// <summary>Indicates whether a condition is one that stores do not count by.</summary>
    public bool NeedsSamples => _filter.Tid is not null || _filter.Cpu is not null;

    /// <summary>Indicates whether a store counts heat maps with all conditions.</summary>
    public bool IsCountedByStores => !NeedsSamples && _filter.Exclude is null && _transform is null && (_search is null || _filter.Match is null);

    /// <summary>Reads the parameters.</summary>
    public static ProfileQuery Read(QueryParameters query) => new(query);

    /// <summary>Returns the selected samples.</summary>
    public SampleSelection Select(LoadedProfile loaded) => SelectAnyTime(loaded).Within(RangeOf(loaded));

    /// <summary>Returns the samples that the conditions other than the range select.</summary>
    public SampleSelection SelectAnyTime(LoadedProfile loaded) => loaded.Select(_key, () =>
    {
        try
        {
            // The store has selected by what counted stacks do not have.
            SampleSelection samples = loaded.Profile.Select(loaded.IsCounted ? _filter with { Pid = null, Labels = [] } : _filter);
            if (_search is not null) samples = samples.Intersect(loaded.Profile.Select(_search));
            return _transform is null ? samples : _transform.Apply(samples);
        }
        catch (RegexMatchTimeoutException)
        {
            throw QueryParameters.Invalid("match", "has an expression that takes too long to match; write it without backtracking");
        }
    });

    /// <summary>Returns the range of time.</summary>
    public TimeRange RangeOf(LoadedProfile loaded) => RangeOf(loaded, _from, _to);

    /// <summary>Returns the range of time in a service or host of a store.</summary>
    public TimeRange RangeOf(StoreEntry entry) => RangeOf(entry, _from, _to);

    /// <summary>Returns a range of a service or host of a store that is given in nanoseconds after its origin.</summary>
    public static TimeRange RangeOf(StoreEntry entry, long? from, long? to)
    {
        long start = from is { } f ? At(entry.Origin, f) : entry.Range.Start, end = to is { } t ? At(entry.Origin, t) : entry.Range.End;
        return new TimeRange(start, Math.Max(start, end)).Intersect(entry.Range);
    }

    /// <summary>Returns the conditions as a question to a store.</summary>
    /// <param name="entry">The service, or the host.</param>
    /// <param name="range">The range.</param>
    /// <param name="withMatch">Whether the store matches names of frames: counted stacks are matched here, by the rules of .NET.</param>
    public StoreQuery ForStore(StoreEntry entry, TimeRange range, bool withMatch) => new()
    {
        Range = range,
        Service = entry.Service,
        Host = entry.Host,
        Comm = _filter.Comm,
        Event = _filter.Event is null or SampleFilter.AnyEvent ? null : _filter.Event,
        Pid = _filter.Pid,
        Labels = _filter.Labels,
        Match = withMatch ? _filter.Match ?? _search?.Match : null,
    };

    /// <summary>Returns a range that is given in nanoseconds after the origin of a profile.</summary>
    public static TimeRange RangeOf(LoadedProfile loaded, long? from, long? to)
    {
        if (loaded.IsOfRange || (from is null && to is null)) return TimeRange.All;
        Profile profile = loaded.Profile;
        if (!profile.HasTimes) throw QueryParameters.Invalid(from is null ? "to" : "from", "needs a profile with times, and no sample of this one has a time");
        long start = from is { } f ? At(profile.Origin, f) : SampleTable.NoTime + 1;
        long end = to is { } t ? At(profile.Origin, t) : long.MaxValue;
        return new TimeRange(start, Math.Max(start, end));
    }

    /// <summary>The value of each sample in heat maps of a store: the number of samples, or the period.</summary>
    /// <exception cref="RequestFault">Another value is requested.</exception>
    public SampleWeight StoreWeight => _weight is null || SampleWeight.Parse(_weight) == SampleWeight.Samples ? SampleWeight.Samples
        : SampleWeight.Parse(_weight) == SampleWeight.Period ? SampleWeight.Period
        : throw QueryParameters.Invalid("weight", "takes samples or period in heat maps of a store");

    /// <summary>The query without conditions.</summary>
    public static ProfileQuery None { get; } = new(new QueryParameters(QueryCollection.Empty));

    /// <summary>Returns the value of each sample. It is never the default weight.</summary>
    public SampleWeight WeightOf(LoadedProfile loaded)
    {
        Profile profile = loaded.Profile;
        // A range of a store without samples has no event, and so no value.
        if (loaded.IsOfRange && profile.Samples.Count == 0) return SampleWeight.Samples;
        SampleWeight weight = _weight is null ? DefaultWeight(profile) : SampleWeight.Parse(_weight);
        return profile.HasWeight(weight)
            ? profile.Resolve(weight)
            : throw QueryParameters.Invalid("weight", $"takes {string.Join(", ", profile.Weights.Select(known => known.ToString()))}");
    }

    // The default of the event that was requested, if its value types agree on one; otherwise that of the profile.
    private SampleWeight DefaultWeight(Profile profile)
    {
        if (_filter.Event == SampleFilter.AnyEvent) return default;
        var found = new HashSet<SampleWeight>();
        for (int i = 0; i < profile.Events.Count; i++)
        {
            var id = new SampleEventId(i);
            if (profile.Events[id] == _filter.Event) found.Add(profile.GetDefaultWeight(id));
        }
        return found.Count == 1 ? found.Single() : default;
    }

    private static long At(long origin, long nanoseconds) =>
        (long)Int128.Clamp((Int128)origin + nanoseconds, SampleTable.NoTime + 1, long.MaxValue);

    private static KeyValuePair<string, string> LabelOf(string text)
    {
        int end = text.IndexOf('=', StringComparison.Ordinal);
        return end > 0 ? new(text[..end], text[(end + 1)..]) : throw QueryParameters.Invalid("label", "takes KEY=TEXT");
    }

    private static SampleFilter Checked(string name, Func<SampleFilter> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException)
        {
            throw QueryParameters.Invalid(name, "is not a valid regular expression");
        }
    }

    private static StackTransform? TransformOf(string[] forms)
    {
        if (forms.Length > MaximumTransforms) throw QueryParameters.Invalid("transform", string.Create(CultureInfo.InvariantCulture, $"is given more than {MaximumTransforms} times"));
        StackTransform? transform = null;
        foreach (string form in forms)
        {
            if (!StackTransform.TryParse(form, out StackTransform? next)) throw QueryParameters.Invalid("transform", $"takes {string.Join(", ", StackTransform.Forms)}");
            if (Array.Exists(TransformsWithPattern, word => form.StartsWith(word, StringComparison.Ordinal))) CheckMatchesInLinearTime(form[(form.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            transform = transform is null ? next : transform.Then(next);
        }
        return transform;
    }

    // The time limit of a transform's expression is that of one name, so the total would not be bounded.
    private static void CheckMatchesInLinearTime(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            throw QueryParameters.Invalid("transform", "takes expressions without lookarounds and back references");
        }
    }

    // Texts are preceded by their lengths, so that different parameters have different keys.
    private static string KeyOf(QueryParameters query)
    {
        var key = new StringBuilder();
        foreach (string name in (ReadOnlySpan<string>)["event", "comm", "pid", "tid", "cpu", "match", "exclude", "idle", "search"]) Append(query.Text(name) ?? "");
        foreach (string label in query.Texts("label")) Append(label);
        key.Append('|');
        foreach (string form in query.Texts("transform")) Append(form);
        return key.ToString();

        void Append(string text) => key.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
    }
}
