using System.CommandLine;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>
/// The options that choose what a range is compared with: the whole profile, the rest of it, another range of it, or another profile.
/// </summary>
/// <param name="defaultText">The words of the help text for the default.</param>
internal sealed class BaselineOptions(string defaultText = "the default is whole")
{
    public const string Name = "--baseline";
    public const string Whole = "whole";
    public const string Rest = "rest";

    private readonly Option<string?> _baseline = PatternOption.Text(
        Name, "whole|rest|PROFILE2", $"Compare with the whole profile, the rest of it, or another profile; {defaultText}.");

    private readonly RangeOptions _range = new(
        "--baseline-from", "Start of the baseline's range, in seconds of its profile.",
        "--baseline-to", "End of the baseline's range, exclusive.");

    public void AddTo(Command command)
    {
        command.Add(_baseline);
        _range.AddTo(command);
    }

    /// <summary>Indicates whether a baseline was requested.</summary>
    public bool IsGiven(ParseResult command) => command.GetValue(_baseline) is not null || _range.IsGiven(command);

    /// <summary>Refuses combinations of options that contradict each other, before anything is read.</summary>
    public void Check(ParseResult command, ProfileArgument profile, FilterOptions filter)
    {
        string? baseline = command.GetValue(_baseline);
        if (baseline is Whole or Rest && _range.IsGiven(command))
            throw new UsageException($"--baseline {baseline} takes no range: omit --baseline, or omit --baseline-from and --baseline-to");
        if (baseline is null or Whole or Rest && !_range.IsGiven(command) && !filter.HasRange(command))
            throw new UsageException("a range to compare is required: give --from or --to, or a PROFILE2 as --baseline");
        if (baseline == "-" && profile.IsStandardInput(command)) throw new UsageException("only one of the two profiles can be standard input");
    }

    /// <summary>Returns the baseline, and loads its profile if that is another one.</summary>
    public BaselineSamples Select(ParseResult command, LoadedProfile loaded, FilterOptions filter)
    {
        string? baseline = command.GetValue(_baseline);
        if (baseline is null or Whole or Rest && !_range.IsGiven(command))
        {
            SampleSelection whole = filter.SelectQuietly(command, loaded, TimeRange.All);
            return baseline == Rest ? new BaselineSamples("the rest", whole, LessRange: true) : new BaselineSamples("the whole profile", whole);
        }
        if (baseline is null) return new BaselineSamples("another range", filter.SelectQuietly(command, loaded, _range.Of(command, loaded)));
        LoadedProfile other = ProfileArgument.Load(command, baseline);
        FilterOptions.CheckWeight(filter.Weight(command, loaded), other); // Both sides have the weight of the target.
        return new BaselineSamples(Path.GetFileName(other.Name), filter.Select(command, other, _range.Of(command, other)));
    }
}
