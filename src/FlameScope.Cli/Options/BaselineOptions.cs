using System.CommandLine;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>What a range is compared with: the whole profile, the rest of it, another range of it, or another profile.</summary>
/// <param name="otherwise">What it is when none is given.</param>
internal sealed class BaselineOptions(string otherwise = "whole without this")
{
    public const string Name = "--baseline";
    public const string Whole = "whole";
    public const string Rest = "rest";

    private readonly Option<string?> _baseline = PatternOption.Text(
        Name, "whole|rest|PROFILE2", $"What to compare with: the whole profile, the rest of it, or another one; {otherwise}.");

    private readonly RangeOptions _range = new(
        "--baseline-from", "Compare only with what is from this second of the baseline's profile on.",
        "--baseline-to", "Compare only with what is before this second of the baseline's profile.");

    public void AddTo(Command command)
    {
        command.Add(_baseline);
        _range.AddTo(command);
    }

    /// <summary>Whether a baseline is asked for.</summary>
    public bool IsGiven(ParseResult command) => command.GetValue(_baseline) is not null || _range.IsGiven(command);

    /// <summary>Finds the words that make no sense together, before anything is read.</summary>
    public void Check(ParseResult command, ProfileArgument profile, FilterOptions filter)
    {
        string? baseline = command.GetValue(_baseline);
        if (baseline is Whole or Rest && _range.IsGiven(command))
            throw new UsageException($"--baseline {baseline} has no range of its own: leave out --baseline, or --baseline-from and --baseline-to");
        if (baseline is null or Whole or Rest && !_range.IsGiven(command) && !filter.HasRange(command))
            throw new UsageException("a range is needed that is compared with the rest: give --from or --to, or a PROFILE2 as --baseline");
        if (baseline == "-" && profile.IsStandardInput(command)) throw new UsageException("only one of the two profiles can be standard input");
    }

    /// <summary>The baseline: its samples, and what the user calls them.</summary>
    public Baseline Select(ParseResult command, LoadedProfile loaded, FilterOptions filter)
    {
        string? baseline = command.GetValue(_baseline);
        if (baseline is null or Whole or Rest && !_range.IsGiven(command))
        {
            SampleSelection whole = filter.SelectQuietly(command, loaded, TimeRange.All);
            return baseline == Rest ? new Baseline("the rest", whole, LessRange: true) : new Baseline("the whole", whole);
        }
        if (baseline is null) return new Baseline("another range", filter.SelectQuietly(command, loaded, _range.Of(command, loaded)));
        LoadedProfile other = ProfileArgument.Load(baseline);
        return new Baseline(Path.GetFileName(other.Name), filter.Select(command, other, _range.Of(command, other)));
    }
}
