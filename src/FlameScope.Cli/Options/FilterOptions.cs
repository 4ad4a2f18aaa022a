using System.CommandLine;
using System.Text.RegularExpressions;
using FlameScope.Cli.Text;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>The options that select samples and choose their weight. They are the same on every command that shows samples.</summary>
/// <param name="ofAllEvents">Indicates whether samples of all events are selected unless an event is given, instead of those of the default event.</param>
internal sealed class FilterOptions(bool ofAllEvents = false)
{
    private readonly RangeOptions _range = new();
    private readonly Option<string?> _event = PatternOption.Text("--event", "E", "Only samples of this event; * for all events. The default is the profile's default event, or all.");
    private readonly Option<string?> _comm = PatternOption.Text("--comm", "C", "Only threads of this name.");
    private readonly Option<string?> _host = PatternOption.Text("--host", "H", "Only this machine, in a profile of several.");
    private readonly Option<long?> _pid = NumberOption.Id("--pid", "Only this process.");
    private readonly Option<long?> _tid = NumberOption.Id("--tid", "Only this thread.");
    private readonly Option<int?> _cpu = NumberOption.Whole("--cpu", "N", "Only this processor.", minimum: 0);
    private readonly LabelOption _label = new();
    private readonly Option<string?> _match = PatternOption.Expression("--match", "Only stacks with a frame whose name matches.");
    private readonly Option<string?> _exclude = PatternOption.Expression("--exclude", "Only stacks without a frame whose name matches.");
    private readonly Option<string> _idle = ChoiceOption.Create("--idle", "Exclude or include idle samples.", "exclude", "include");
    private readonly Option<string?> _weight = PatternOption.Text(
        "--weight", "NAME", "The value of each sample: samples, period, or a value of the profile, which info lists; the default is the profile's.");

    private Option[] Options => [_event, _comm, _host, _pid, _tid, _cpu, _label, _match, _exclude, _idle, _weight];

    public void AddTo(Command command)
    {
        _range.AddTo(command);
        foreach (Option option in Options) command.Add(option);
    }

    /// <summary>Returns the name of an option that was given; <c>null</c> if none was.</summary>
    public string? FindGiven(ParseResult command) =>
        _range.IsGiven(command) ? "--from or --to" : Array.Find(Options, option => command.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Indicates whether a range was requested.</summary>
    public bool HasRange(ParseResult command) => _range.IsGiven(command);

    /// <summary>Indicates whether a weight was requested.</summary>
    public bool HasWeight(ParseResult command) => command.GetValue(_weight) is not null;

    /// <summary>Returns the value that each sample contributes. It is never the default weight.</summary>
    public SampleWeight Weight(ParseResult command, LoadedProfile loaded)
    {
        SampleWeight weight = command.GetValue(_weight) is { } name ? SampleWeight.Parse(name) : DefaultWeight(command, loaded.Profile);
        return loaded.Profile.HasWeight(weight) ? loaded.Profile.Resolve(weight) : throw NoWeight(weight, loaded);
    }

    /// <summary>Refuses a profile without a weight that another profile has, with which it is compared.</summary>
    public static void CheckWeight(SampleWeight weight, LoadedProfile loaded)
    {
        if (!loaded.Profile.HasWeight(weight) || loaded.Profile.Resolve(weight) != weight) throw NoWeight(weight, loaded);
    }

    // The default of the event that was requested, if its value types agree on one; otherwise that of the profile.
    private SampleWeight DefaultWeight(ParseResult command, Profile profile)
    {
        if (command.GetValue(_event) is not { } name || name == SampleFilter.AnyEvent) return default;
        SampleWeight[] found =
        [
            .. Enumerable.Range(0, profile.Events.Count).Select(i => new SampleEventId(i)).Where(id => profile.Events[id] == name).Select(profile.GetDefaultWeight).Distinct(),
        ];
        return found is [var weight] ? weight : default;
    }

    private static InputException NoWeight(SampleWeight weight, LoadedProfile loaded) =>
        new(loaded.Name, $"there is no value '{weight}'; the values are {SafeText.List([.. loaded.Profile.Weights.Select(w => w.ToString())])}");

    /// <summary>Returns the requested thread id, or <c>null</c>.</summary>
    public long? Tid(ParseResult command) => command.GetValue(_tid);

    /// <summary>Returns the conditions as a filter.</summary>
    public SampleFilter Filter(ParseResult command, LoadedProfile loaded) => Of(command, Range(command, loaded));

    /// <summary>Returns the requested range, or <see cref="TimeRange.All"/>.</summary>
    public TimeRange Range(ParseResult command, LoadedProfile loaded) => _range.Of(command, loaded);

    /// <summary>Returns the samples to show, and reports what was excluded by default and why the result is empty.</summary>
    public SampleSelection Select(ParseResult command, LoadedProfile loaded) => Select(command, loaded, Range(command, loaded));

    /// <summary>
    /// Returns the samples of another range under the same conditions, and reports as <see cref="Select(ParseResult, LoadedProfile)"/> does.
    /// </summary>
    public SampleSelection Select(ParseResult command, LoadedProfile loaded, TimeRange range)
    {
        SampleSelection selection = SelectQuietly(command, loaded, range);
        SelectionNotes.Report(loaded, Of(command, range), selection, Weight(command, loaded), ofAllEvents);
        return selection;
    }

    /// <summary>Indicates whether idle samples were requested.</summary>
    public bool IncludesIdle(ParseResult command) => command.GetValue(_idle) == "include";

    /// <summary>Returns the samples to show, including the idle ones that meet the other conditions, and reports why the result is empty.</summary>
    public SampleSelection SelectWithIdle(ParseResult command, LoadedProfile loaded) => SelectWithIdle(command, loaded, Range(command, loaded));

    /// <summary>Returns the samples of another range, as <see cref="SelectWithIdle(ParseResult, LoadedProfile)"/> does.</summary>
    public SampleSelection SelectWithIdle(ParseResult command, LoadedProfile loaded, TimeRange range)
    {
        SampleFilter conditions = Of(command, range) with { IncludeIdle = true };
        SampleSelection selection = Select(loaded, conditions);
        SelectionNotes.Report(loaded, conditions, selection, Weight(command, loaded), ofAllEvents);
        return selection;
    }

    /// <summary>Returns the samples of another range under the same conditions, without a report.</summary>
    public SampleSelection SelectQuietly(ParseResult command, LoadedProfile loaded, TimeRange range) => Select(loaded, Of(command, range));

    private static SampleSelection Select(LoadedProfile loaded, SampleFilter conditions)
    {
        try
        {
            return loaded.Profile.Select(conditions);
        }
        catch (RegexMatchTimeoutException timeout)
        {
            throw new UsageException($"the regular expression '{timeout.Pattern}' takes too long to match: rewrite it without backtracking", timeout);
        }
    }

    private SampleFilter Of(ParseResult command, TimeRange range) => new()
    {
        Range = range,
        Event = command.GetValue(_event) ?? (ofAllEvents ? SampleFilter.AnyEvent : null),
        Labels = _label.Of(command),
        Comm = command.GetValue(_comm),
        Host = command.GetValue(_host),
        Pid = command.GetValue(_pid),
        Tid = command.GetValue(_tid),
        Cpu = command.GetValue(_cpu),
        Match = command.GetValue(_match),
        Exclude = command.GetValue(_exclude),
        IncludeIdle = IncludesIdle(command),
    };
}
