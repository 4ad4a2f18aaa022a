using System.CommandLine;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>
/// The options for a range, in seconds after the second in which the profile starts. The end is exclusive; either end may be omitted.
/// </summary>
internal sealed class RangeOptions
{
    private readonly Option<double?> _from;
    private readonly Option<double?> _to;

    public RangeOptions()
        : this("--from", "Start of the range, in seconds of the profile.", "--to", "End of the range, exclusive.")
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

    /// <summary>Indicates whether either end was given.</summary>
    public bool IsGiven(ParseResult command) => command.GetValue(_from) is not null || command.GetValue(_to) is not null;

    /// <summary>Returns the range, or <see cref="TimeRange.All"/>.</summary>
    public TimeRange Of(ParseResult command, LoadedProfile loaded)
    {
        double? from = command.GetValue(_from), to = command.GetValue(_to);
        if (from is null && to is null) return TimeRange.All;
        if (from > to) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{_from.Name} {from} is greater than {_to.Name} {to}"));
        if (!loaded.Profile.HasTimes) throw new InputException(loaded.Name, $"no sample has a time, so {_from.Name} and {_to.Name} cannot be used");
        try
        {
            // The library refuses an empty range in seconds, but a script that computes one expects an empty result.
            if (from != to) return loaded.Profile.RangeOfSeconds(from, to);
            long start = loaded.Profile.RangeOfSeconds(from, null).Start;
            return new TimeRange(start, start);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"{_from.Name} or {_to.Name} is outside the times that {loaded.Name} can have");
        }
    }
}
