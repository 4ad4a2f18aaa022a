using System.CommandLine;
using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>Which samples a command shows, and what each counts: the same options on every command that shows samples.</summary>
internal sealed class FilterOptions
{
    private readonly RangeOptions _range = new();
    private readonly Option<string?> _event = PatternOption.Text("--event", "E", "Only samples of this event.");
    private readonly Option<string?> _comm = PatternOption.Text("--comm", "C", "Only threads of this name.");
    private readonly Option<int?> _pid = NumberOption.Whole("--pid", "N", "Only this process.");
    private readonly Option<int?> _tid = NumberOption.Whole("--tid", "N", "Only this thread.");
    private readonly Option<int?> _cpu = NumberOption.Whole("--cpu", "N", "Only this processor.", minimum: 0);
    private readonly Option<string?> _match = PatternOption.Expression("--match", "Only stacks with a frame whose name this matches.");
    private readonly Option<string?> _exclude = PatternOption.Expression("--exclude", "No stacks with a frame whose name this matches.");
    private readonly Option<string> _idle = ChoiceOption.Create("--idle", "Whether idle samples are shown.", "exclude", "include");
    private readonly Option<string> _weight = ChoiceOption.Create("--weight", "What a sample counts: one, or its period.", "samples", "period");

    public void AddTo(Command command)
    {
        _range.AddTo(command);
        foreach (Option option in new Option[] { _event, _comm, _pid, _tid, _cpu, _match, _exclude, _idle, _weight }) command.Add(option);
    }

    /// <summary>Whether a range is asked for.</summary>
    public bool HasRange(ParseResult command) => _range.IsGiven(command);

    /// <summary>What a sample counts.</summary>
    public SampleWeight Weight(ParseResult command) => command.GetValue(_weight) == "period" ? SampleWeight.Period : SampleWeight.Samples;

    /// <summary>The thread that is asked for; <c>null</c> when none is.</summary>
    public int? Tid(ParseResult command) => command.GetValue(_tid);

    /// <summary>All conditions as a filter.</summary>
    public SampleFilter Filter(ParseResult command, LoadedProfile loaded) => Of(command, Range(command, loaded));

    /// <summary>The range that is asked for; <see cref="TimeRange.All"/> when none is.</summary>
    public TimeRange Range(ParseResult command, LoadedProfile loaded) => _range.Of(command, loaded);

    /// <summary>The samples to show. Says what was left out without being asked for, and why nothing is left.</summary>
    public SampleSelection Select(ParseResult command, LoadedProfile loaded) => Select(command, loaded, Range(command, loaded));

    /// <summary>The samples of a range under the same conditions, whatever range is asked for.</summary>
    public SampleSelection Select(ParseResult command, LoadedProfile loaded, TimeRange range)
    {
        SampleSelection selection = SelectQuietly(command, loaded, range);
        SelectionNotes.Report(loaded, Of(command, range), selection);
        return selection;
    }

    /// <summary>Whether idle samples are asked for.</summary>
    public bool IncludesIdle(ParseResult command) => command.GetValue(_idle) == "include";

    /// <summary>The samples to show, with the idle ones among them that the other conditions take. Says why nothing is left.</summary>
    public SampleSelection SelectWithIdle(ParseResult command, LoadedProfile loaded)
    {
        SampleFilter conditions = Of(command, Range(command, loaded)) with { IncludeIdle = true };
        SampleSelection selection = Select(loaded, conditions);
        SelectionNotes.Report(loaded, conditions, selection);
        return selection;
    }

    /// <summary>The samples of a range, where something else has been said of the profile already.</summary>
    public SampleSelection SelectQuietly(ParseResult command, LoadedProfile loaded, TimeRange range) => Select(loaded, Of(command, range));

    private static SampleSelection Select(LoadedProfile loaded, SampleFilter conditions)
    {
        try
        {
            return loaded.Profile.Select(conditions);
        }
        catch (RegexMatchTimeoutException timeout)
        {
            throw new UsageException($"the regular expression '{timeout.Pattern}' takes too long to match: write it without backtracking", timeout);
        }
    }

    private SampleFilter Of(ParseResult command, TimeRange range) => new()
    {
        Range = range,
        Event = command.GetValue(_event),
        Comm = command.GetValue(_comm),
        Pid = command.GetValue(_pid),
        Tid = command.GetValue(_tid),
        Cpu = command.GetValue(_cpu),
        Match = command.GetValue(_match),
        Exclude = command.GetValue(_exclude),
        IncludeIdle = IncludesIdle(command),
    };
}
