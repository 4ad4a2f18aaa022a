using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Columnar;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope dataset read</c>: reads a range of a dataset back, as a picture or a profile.</summary>
internal sealed class DatasetReadCommand : Command
{
    private const string FlameGraphFormat = "flamegraph", HeatmapFormat = "heatmap";

    private readonly Argument<string> _dataset = new("FOLDER") { Description = "The folder of the dataset." };
    private readonly Option<string?> _service = PatternOption.Text("--service", "S", "The name of the service.");
    private readonly Option<string?> _host = PatternOption.Text("--host", "H", "The name of the host; the default is all hosts.");
    private readonly WallRangeOptions _range = new();
    private readonly OutputOption _output = new();
    private readonly Option<string?> _format = new("--format")
    {
        HelpName = "NAME",
        Description = "What to write: flamegraph or heatmap (SVG), or a profile format (see flamescope formats). The default is that of the file name's ending; .svg is a flame graph.",
    };

    public DatasetReadCommand(string name)
        : base(name, "Read a range of a service or a host back, without a query engine.")
    {
        Add(_dataset);
        foreach (Option option in new Option[] { _service, _host, _format, _output }) Add(option);
        _range.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        string folder = command.GetRequiredValue(_dataset);
        string service = command.GetValue(_service) ?? throw new UsageException("--service is required");
        var query = new DatasetQuery { Service = service, Host = command.GetValue(_host), Range = _range.Of(command, isRequired: false) };
        Action<SampleSelection, Stream> write = FindWriter(command);
        Profile profile = Read(folder, query);
        foreach (ReadDiagnostic diagnostic in profile.Diagnostics) ErrorReporting.Note($"{folder}: {diagnostic.Reason} ({SafeText.Number(diagnostic.Count)})");
        _output.Write(command, stream => write(profile.Select(SampleFilter.All), stream));
    }

    private static Profile Read(string folder, DatasetQuery query)
    {
        try
        {
            if (!Directory.Exists(folder)) throw new InputException(folder, "the folder does not exist");
            return ProfileDataset.ReadAsync(new DatasetFolder(folder), query).GetAwaiter().GetResult();
        }
        catch (DatasetException problem)
        {
            throw new InputException(folder, problem.Message, problem);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new InputException(folder, "access to the folder is denied", denied);
        }
    }

    private Action<SampleSelection, Stream> FindWriter(ParseResult command)
    {
        string? path = _output.IsStandardOutput(command) ? null : command.GetValue(_output);
        string? name = command.GetValue(_format) ?? (path?.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) == true ? FlameGraphFormat : null);
        if (name == FlameGraphFormat) return (samples, stream) => FlameGraphSvg.Write(StackTree.From(samples), stream);
        if (name == HeatmapFormat) return (samples, stream) => HeatmapSvg.Write(SubsecondHeatmap.From(samples), stream);
        IProfileWriter? writer = name is not null ? ProfileWriters.Default.Find(name) : path is not null ? ProfileWriters.Default.FindByPath(path) : null;
        string names = string.Join(", ", ProfileWriters.Default.Writers.Select(w => w.Name).Prepend(HeatmapFormat).Prepend(FlameGraphFormat));
        return writer is not null ? (samples, stream) => ProfileWriters.Write(writer, samples, stream)
            : throw new UsageException(name is null ? $"--format is required: {names}" : $"--format takes {names}, not '{name}'");
    }
}
