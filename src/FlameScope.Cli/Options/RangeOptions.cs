using System.CommandLine;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>
/// The options for a range, in seconds after the second in which the profile starts, or as times of the wall clock. The end is exclusive; either end may
/// be omitted.
/// </summary>
internal sealed class RangeOptions
{
    private readonly Option<RangePoint?> _from;
    private readonly Option<RangePoint?> _to;

    public RangeOptions()
        : this(
            "--from", "Start of the range, in seconds of the profile (83.5, 1:23.5), or as a time (2026-11-22T08:25:40, T08:25:40).",
            "--to", "End of the range, exclusive.")
    {
    }

    public RangeOptions(string from, string fromDescription, string to, string toDescription)
    {
        _from = Point(from, fromDescription);
        _to = Point(to, toDescription);
    }

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
    }

    /// <summary>Indicates whether either end was given.</summary>
    public bool IsGiven(ParseResult command) => command.GetValue(_from) is not null || command.GetValue(_to) is not null;

    /// <summary>Returns the range, or <see cref="TimeRange.All"/>.</summary>
    public TimeRange Of(ParseResult command, LoadedProfile loaded)
    {
        RangePoint? from = command.GetValue(_from), to = command.GetValue(_to);
        if (from is null && to is null) return TimeRange.All;
        if (!loaded.Profile.HasTimes) throw new InputException(loaded.Name, $"no sample has a time, so {_from.Name} and {_to.Name} cannot be used");
        try
        {
            long end = to?.TimeIn(_to.Name, loaded) ?? long.MaxValue;
            // The library refuses an empty range in seconds, but a script that computes one expects an empty result.
            long start = from?.TimeIn(_from.Name, loaded, end) ?? long.MinValue;
            if (start > end) throw new UsageException($"{_from.Name} {from!.Value.Text} is greater than {_to.Name} {to!.Value.Text}");
            if (from is { Seconds: null } || to is { Seconds: null }) return new TimeRange(from is null ? long.MinValue + 1 : start, end);
            return start == end ? new TimeRange(start, start) : loaded.Profile.RangeOfSeconds(from?.Seconds, to?.Seconds);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"{_from.Name} or {_to.Name} is outside the times that {loaded.Name} can have");
        }
    }

    private static Option<RangePoint?> Point(string name, string description) => new(name)
    {
        HelpName = "S",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (RangePoint.Parse(text) is { } point) return point;
            result.AddError($"{name} takes a number of seconds, or a time such as 2026-11-22T08:25:40 or T08:25:40, not '{text}'");
            return null;
        },
    };
}
