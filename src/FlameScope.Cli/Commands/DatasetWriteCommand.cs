using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Columnar;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope dataset write</c>: writes a profile into a dataset.</summary>
internal sealed class DatasetWriteCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly Option<string?> _service = PatternOption.Text("--service", "S", "The name of the service.");
    private readonly Option<string?> _host = PatternOption.Text("--host", "H", "The name of the host; the default is that of the profile.");
    private readonly LabelOption _label = new() { Description = "A label of all samples, such as version=v42; may be given several times." };
    private readonly Option<string?> _dataset = PatternOption.Text("--dataset", "FOLDER", "The folder of the dataset, which is created if it does not exist.");
    private readonly Option<long?> _start = TimeOption.Utc("--start-time", "The time of the profile's second 0, for a profile without a wall-clock time in UTC.");
    private readonly Option<bool> _inexact = new("--allow-inexact-clock")
    {
        Description = "Write a profile whose wall-clock time is accurate only to about a second. Heat maps of several hosts then mean nothing below a second.",
    };

    public DatasetWriteCommand(string name)
        : base(name, "Write a profile into a dataset, as a recording of a service and a host.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _service, _host, _dataset, _label, _start, _inexact }) Add(option);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        string service = command.GetValue(_service) ?? throw new UsageException("--service is required");
        string folder = command.GetValue(_dataset) ?? throw new UsageException("--dataset is required");
        LoadedProfile loaded = _profile.Load(command);
        var labels = new RecordingLabels { Service = service, Host = command.GetValue(_host), Labels = _label.Of(command) };
        var options = new DatasetWriteOptions
        {
            AllowInexactClock = command.GetValue(_inexact),
            Clock = command.GetValue(_start) is { } start ? new WallClock(loaded.Profile.Origin, start, IsExact: true) : null,
        };
        try
        {
            Report(loaded.Name, ProfileDataset.WriteAsync(loaded.Profile, labels, new DatasetFolder(folder), options).GetAwaiter().GetResult());
        }
        catch (DatasetException problem)
        {
            throw new InputException(loaded.Name, problem.Message, problem);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new InputException(folder, "access to the folder is denied", denied);
        }
    }

    private static void Report(string name, DatasetWriteResult result)
    {
        ErrorReporting.Note($"{name}: {SafeText.Count(result.SampleCount, "sample")} of {SafeText.Count(result.Recordings.Count, "recording")} written");
        if (result.IdleCount > 0) ErrorReporting.Note($"{name}: {SafeText.Count(result.IdleCount, "idle sample")} left out");
        if (result.UntimedCount > 0) ErrorReporting.Note($"{name}: {SafeText.Count(result.UntimedCount, "sample")} without a time left out");
        if (result.DuplicateCount > 0) ErrorReporting.Note($"{name}: the dataset already has {SafeText.Count(result.DuplicateCount, "recording")}, not written again");
    }
}
