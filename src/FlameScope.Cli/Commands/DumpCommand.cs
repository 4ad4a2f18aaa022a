using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope dump</c>: one JSON object a sample, in time order.</summary>
internal static class DumpCommand
{
    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        var filter = new FilterOptions();
        var output = new OutputOption();
        var command = new Command(name, "One JSON object a sample, in time order, frames leaf first.") { profile, output };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            SampleSelection selection = filter.Select(result, profile.Load(result));
            output.Write(result, stream => new SampleJsonWriter(selection.Profile, stream).Write(selection));
            return ExitCode.Success;
        });
        return command;
    }
}
