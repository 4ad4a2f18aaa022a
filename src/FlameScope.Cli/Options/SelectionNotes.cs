using FlameScope.Cli.Text;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>Reports what a selection excludes by default, and why it is empty.</summary>
internal static class SelectionNotes
{
    public static void Report(LoadedProfile loaded, SampleFilter filter, SampleSelection selection)
    {
        Profile profile = loaded.Profile;
        if (!filter.IncludeIdle && profile.IdleCount > 0)
        {
            int idle = profile.Select(filter with { IncludeIdle = true }).Count - selection.Count;
            if (idle > 0) ErrorReporting.Note($"{loaded.Name}: {SafeText.Count(idle, "idle sample")} excluded (--idle include shows them)");
        }
        if (selection.Count == 0) ErrorReporting.Note($"{loaded.Name}: {WhyEmpty(profile, filter)}");
    }

    private static string WhyEmpty(Profile profile, SampleFilter filter)
    {
        if (profile.Samples.Count == 0) return "the profile has no samples";
        if (filter.Event is { } name && Names(profile.Events) is var events && !events.Contains(name))
        {
            return $"there is no event '{name}'; the events are {SafeText.List(events)}";
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

    private static List<string> Names(IReadOnlyList<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
