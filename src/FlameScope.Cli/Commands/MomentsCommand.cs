using System.CommandLine;
using FlameScope.Analysis;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope moments</c>: ranges worth a look, most telling first.</summary>
internal static class MomentsCommand
{
    private const int DefaultLimit = 100;
    private const int MostMoments = 100_000;

    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        Option<int?> limit = NumberOption.Whole("--limit", "N", $"The most moments to list; {DefaultLimit} without this.", minimum: 1, maximum: MostMoments);
        var json = new Option<bool>("--json") { Description = "As a JSON array, each time of what is periodic by itself." };
        var output = new OutputOption();
        var command = new Command(name, "Ranges worth a look: bursts, what comes periodically, start-up, gaps.") { profile, limit, json, output };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            LoadedProfile loaded = profile.Load(result);
            if (loaded.Profile is { HasTimes: false, Samples.Count: > 0 }) throw new InputException(loaded.Name, "no sample has a time: there are no moments");
            SampleSelection selection = filter.Select(result, loaded);
            if (filter.Weight(result) == SampleWeight.Period) ErrorReporting.Note($"{loaded.Name}: moments are found by samples, not by their periods");
            var view = new ProfileView(loaded.Profile, filter.Filter(result, loaded), SampleWeight.Samples);
            int most = result.GetValue(limit) ?? DefaultLimit;
            if (result.GetValue(json))
            {
                IReadOnlyList<Moment> each = view.FindMoments(new MomentOptions { MaximumCount = most });
                output.Write(result, stream => MomentsJson.Write(each, stream));
                return ExitCode.Success;
            }
            // A line stands for all times of what is periodic, so they are counted after they have been put together.
            IReadOnlyList<Moment> moments = view.FindMoments(new MomentOptions { MaximumCount = MostMoments });
            byte[] text = TextTarget.Detect(output.IsStandardOutput(result)).Draw(canvas => MomentsText.Draw(moments, most, selection.Count, canvas));
            output.Write(result, stream => stream.Write(text));
            return ExitCode.Success;
        });
        return command;
    }
}
