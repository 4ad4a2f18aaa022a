using System.CommandLine;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>RANGE: seconds after the second in which the profile starts; half-open, and either end may be left out.</summary>
internal sealed class RangeOptions
{
    private readonly Option<double?> _from;
    private readonly Option<double?> _to;

    public RangeOptions()
        : this("--from", "Only from this second of the profile on.", "--to", "Only before this second of the profile.")
    {
    }

    public RangeOptions(string from, string fromDescription, string to, string toDescription)
    {
        _from = NumberOption.Seconds(from, fromDescription);
        _to = NumberOption.Seconds(to, toDescription);
    }

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
    }

    /// <summary>Whether either end is given.</summary>
    public bool IsGiven(ParseResult command) => command.GetValue(_from) is not null || command.GetValue(_to) is not null;

    /// <summary>The range; <see cref="TimeRange.All"/> when none is given.</summary>
    public TimeRange Of(ParseResult command, LoadedProfile loaded)
    {
        double? from = command.GetValue(_from), to = command.GetValue(_to);
        if (from is null && to is null) return TimeRange.All;
        if (from > to) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{_from.Name} {from} lies after {_to.Name} {to}"));
        if (!loaded.Profile.HasTimes) throw new InputException(loaded.Name, $"no sample has a time: there are no seconds to take {_from.Name} and {_to.Name} of");
        try
        {
            return loaded.Profile.RangeOfSeconds(from, to);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"{_from.Name} or {_to.Name} lies beyond the times that {loaded.Name} can have");
        }
    }
}
