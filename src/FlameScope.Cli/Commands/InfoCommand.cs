using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Cli.Text;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope info</c>: what a profile holds.</summary>
internal static class InfoCommand
{
    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var output = new OutputOption();
        var command = new Command(name, "What a profile holds: samples, time, events, threads, and what could not be read.") { profile, json, output };
        command.SetAction(result =>
        {
            var summary = ProfileSummary.Of(profile.Load(result));
            if (result.GetValue(json))
            {
                output.Write(result, stream => InfoJson.Write(summary, stream));
                return ExitCode.Success;
            }
            byte[] text = TextTarget.Detect(output.IsStandardOutput(result)).Draw(canvas => InfoText.Draw(summary, canvas));
            output.Write(result, stream => stream.Write(text));
            return ExitCode.Success;
        });
        return command;
    }
}
