using FlameScope.Cli.Text;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>Reports what a selection excludes by default, and why it is empty.</summary>
internal static class SelectionNotes
{
    public static void Report(LoadedProfile loaded, SampleFilter filter, SampleSelection selection, SampleWeight weight, bool ofAllEvents)
    {
        Profile profile = loaded.Profile;
        if (!filter.IncludeIdle && profile.IdleCount > 0)
        {
            long idle = profile.Select(filter with { IncludeIdle = true }).GetTotal(SampleWeight.Samples) - selection.GetTotal(SampleWeight.Samples);
            if (idle > 0) ErrorReporting.Note($"{loaded.Name}: {SafeText.Count(idle, "idle sample")} excluded (--idle include shows them)");
        }
        if (!ofAllEvents) ReportEvents(loaded, filter, selection, weight);
        foreach (string note in ProfileNotes.Of(profile)) ErrorReporting.Note($"{loaded.Name}: {note}");
        if (selection.Count == 0 && profile.Samples.Count > 0) ErrorReporting.Note($"{loaded.Name}: {WhyEmpty(profile, filter)}");
    }

    private static string WhyEmpty(Profile profile, SampleFilter filter)
    {
        if (filter.Event is { } name and not SampleFilter.AnyEvent && Names(profile.Events) is var events && !events.Contains(name))
        {
            return $"there is no event '{name}'; the events are {SafeText.List(events)}";
        }
        foreach ((string key, string value) in filter.Labels)
        {
            List<SampleLabel> labels = [.. profile.LabelSets.SelectMany(set => set)];
            if (labels.Count == 0) return "no sample has a label";
            if (!labels.Exists(l => l.Key == key)) return $"no sample has a label '{key}'; the keys are {SafeText.List(Distinct(labels.Select(l => l.Key)))}";
            if (labels.Exists(l => l.Key == key && l.Value == value)) continue;
            return $"no sample has a label '{key}={value}'; the values are {SafeText.List(Distinct(labels.Where(l => l.Key == key).Select(l => l.Value)))}";
        }
        if (filter.Comm is { } comm && Names(profile.Comms) is var comms && !comms.Contains(comm))
        {
            return $"there is no thread named '{comm}'; the names are {SafeText.List(comms)}";
        }
        if (profile.HasTimes && filter.Range.Intersect(new TimeRange(profile.FirstTime!.Value, profile.LastTime!.Value + 1)).IsEmpty)
        {
            return $"the range is outside the profile, which spans {SafeText.Seconds(profile.FirstTime.Value - profile.Origin)} s"
                + $" to {SafeText.Seconds(profile.LastTime.Value - profile.Origin)} s";
        }
        return "no sample matches the filter";
    }

    // A default event was selected, or events are added up that are about different things, such as processor time and allocated bytes.
    private static void ReportEvents(LoadedProfile loaded, SampleFilter filter, SampleSelection selection, SampleWeight weight)
    {
        Profile profile = loaded.Profile;
        if (string.IsNullOrEmpty(filter.Event) && profile.DefaultEvent is { } id)
        {
            SampleFilter others = filter with { Event = SampleFilter.AnyEvent };
            string[] names = [.. profile.Select(others).GetEvents().Where(e => e != id).Select(e => profile.Events[e]).Distinct(StringComparer.Ordinal)];
            if (names.Length == 0) return;
            ErrorReporting.Note($"{loaded.Name}: only samples of {profile.Events[id]}, not of {SafeText.List(names, 4)} (--event '*' adds them)");
            return;
        }
        if (selection.DescribeMixedUnits(weight) is { } mixed) ErrorReporting.Note($"{loaded.Name}: samples of different events are added up: {mixed} (--event selects one)");
    }

    private static List<string> Names(IReadOnlyList<string> names) => Distinct(names);

    private static List<string> Distinct(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
