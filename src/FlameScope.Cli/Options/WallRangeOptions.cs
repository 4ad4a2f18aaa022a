using System.CommandLine;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>The options for a range of the wall clock: <c>--from</c>, and <c>--to</c> or <c>--for</c>.</summary>
internal sealed class WallRangeOptions
{
    private readonly Option<long?> _from = TimeOption.Utc("--from", "Start of the range, in UTC or in seconds since 1970.");
    private readonly Option<long?> _to = TimeOption.Utc("--to", "End of the range, exclusive.");
    private readonly Option<long?> _for = TimeOption.Length("--for", "Length of the range, such as 280ms, instead of --to.");

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
        command.Add(_for);
    }

    /// <summary>Returns the range in nanoseconds since 1970.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="isRequired">Indicates whether both ends are required. Otherwise, without options, the range is <see cref="TimeRange.All"/>.</param>
    public TimeRange Of(ParseResult command, bool isRequired)
    {
        long? from = command.GetValue(_from), to = command.GetValue(_to), length = command.GetValue(_for);
        if (to is not null && length is not null) throw new UsageException("give --to or --for, not both");
        if (length is not null && from is null) throw new UsageException("--for requires --from");
        if (isRequired && (from is null || (to ?? length) is null)) throw new UsageException("--from, and --to or --for, are required");
        if (from is null && to is null) return TimeRange.All;
        long end = length is { } l ? (long)Math.Min((decimal)from!.Value + l, long.MaxValue - 1) : to ?? long.MaxValue;
        return from > end ? throw new UsageException("--from is after --to") : new TimeRange(from ?? 0, end);
    }
}
