using System.CommandLine;
using FlameScope.Analysis;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope moments</c>: the ranges of a profile that differ from the rest, by score.</summary>
internal sealed class MomentsCommand : Command
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 100_000;

    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new();
    private readonly OutputOption _output = new();

    private readonly Option<int?> _limit = NumberOption.Whole(
        "--limit", "N", $"The maximum number of moments to list; the default is {DefaultLimit}.", minimum: 1, maximum: MaximumLimit);

    private readonly Option<bool> _json = new("--json") { Description = "Write a JSON array with one entry per repetition of a periodic moment." };

    public MomentsCommand(string name)
        : base(name, "List the ranges worth a look: bursts, periodic activity, start-up and gaps.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _limit, _json, _output }) Add(option);
        _filter.AddTo(this);
        TextWidthOption.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        LoadedProfile loaded = _profile.Load(command);
        if (loaded.Profile is { HasTimes: false, Samples.Count: > 0 }) throw new InputException(loaded.Name, "no sample has a time, so there are no moments");
        SampleSelection selection = _filter.Select(command, loaded);
        if (_filter.HasWeight(command) && _filter.Weight(command, loaded) != SampleWeight.Samples) ErrorReporting.Note($"{loaded.Name}: --weight is ignored: moments are found by the number of samples");
        var view = new ProfileView(loaded.Profile, _filter.Filter(command, loaded), SampleWeight.Samples);
        int limit = command.GetValue(_limit) ?? DefaultLimit;
        if (command.GetValue(_json))
        {
            IReadOnlyList<Moment> each = view.FindMoments(new MomentOptions { MaximumCount = limit });
            _output.Write(command, stream => MomentsJson.Write(each, stream));
            return;
        }
        // The text has one line for all repetitions of a periodic moment, so the limit applies after grouping.
        IReadOnlyList<Moment> moments = view.FindMoments(new MomentOptions { MaximumCount = MaximumLimit });
        _output.WriteText(command, canvas => MomentsText.Draw(moments, limit, selection.GetTotal(SampleWeight.Samples), canvas));
    }
}
