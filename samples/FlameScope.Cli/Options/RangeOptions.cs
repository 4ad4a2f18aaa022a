using System.CommandLine;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>RANGE: seconds after the second in which the profile starts; half-open, and either end may be left out.</summary>
internal sealed class RangeOptions
{
    private readonly Option<double?> _from = NumberOption.Seconds("--from", "Only from this second of the profile on.");
    private readonly Option<double?> _to = NumberOption.Seconds("--to", "Only before this second of the profile.");

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
        if (from > to) throw new UsageException($"--from {from} lies after --to {to}");
        if (!loaded.Profile.HasTimes) throw new InputException(loaded.Name, "no sample has a time: there are no seconds to take --from and --to of");
        try
        {
            return loaded.Profile.RangeOfSeconds(from, to);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"--from or --to lies beyond the times that {loaded.Name} can have");
        }
    }
}
