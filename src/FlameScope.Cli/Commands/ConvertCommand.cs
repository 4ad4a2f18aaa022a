using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Export;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope convert</c>: samples in another profile format.</summary>
internal sealed class ConvertCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new();
    private readonly OutputOption _output = new();
    private readonly Option<string?> _format = new("--format")
    {
        HelpName = "NAME",
        Description = "The format to write; the default is that of the file name's ending. See flamescope formats.",
    };

    public ConvertCommand(string name)
        : base(name, "Write the samples of a range, or of the whole profile, in another profile format.")
    {
        Add(_profile);
        Add(_format);
        Add(_output);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        IProfileWriter writer = FindWriter(command);
        LoadedProfile loaded = _profile.Load(command);
        SampleSelection samples = _filter.Select(command, loaded);
        var options = new ProfileWriteOptions { Weight = _filter.Weight(command, loaded) };
        try
        {
            _output.Write(command, stream => ProfileWriters.Write(writer, samples, stream, options));
        }
        catch (ArgumentException unfit)
        {
            throw new InputException(loaded.Name, unfit.Message, unfit);
        }
    }

    private IProfileWriter FindWriter(ParseResult command)
    {
        string names = string.Join(", ", ProfileWriters.Default.Writers.Select(writer => writer.Name));
        if (command.GetValue(_format) is { Length: > 0 } name)
        {
            return ProfileWriters.Default.Find(name) ?? throw new UsageException($"--format takes {names}, not '{name}'");
        }
        if (command.GetValue(_output) is not { } path || _output.IsStandardOutput(command)) throw new UsageException($"--format is required: {names}");
        return ProfileWriters.Default.FindByPath(path)
            ?? throw new UsageException($"the ending of the file name selects no format; --format takes {names}");
    }
}
