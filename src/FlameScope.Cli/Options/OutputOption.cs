using System.CommandLine;
using System.CommandLine.Parsing;
using FlameScope.Cli.Output;

namespace FlameScope.Cli.Options;

/// <summary><c>-o FILE</c>: where the result goes; standard output when it is not given.</summary>
internal sealed class OutputOption : Option<string?>
{
    public OutputOption()
        : base("--output", "-o")
    {
        HelpName = "FILE";
        Description = "Write to a file, which appears only once it is whole; standard output without this.";
        Validators.Add(result =>
        {
            if (result.Tokens.Any(t => t.Value.Length == 0)) result.AddError("-o takes the name of a file");
            else if (result.Tokens.Any(t => IsInput(t.Value, result.Parent as CommandResult))) result.AddError("-o names the profile itself, which would be lost");
        });
    }

    /// <summary>Whether the result goes to standard output.</summary>
    public bool IsStandardOutput(ParseResult command) => command.GetValue(this) is null or "-" or "/dev/stdout"; // which, opened anew, would be written from its start

    /// <summary>Writes the result.</summary>
    public void Write(ParseResult command, Action<Stream> write)
    {
        if (IsStandardOutput(command)) StandardOutput.Write(write);
        else OutputFile.Write(command.GetValue(this)!, write);
    }

    // Whether a file is one of those that the command reads.
    private static bool IsInput(string path, CommandResult? command)
    {
        if (command is null || !File.Exists(path)) return false;
        string file = AtomicFile.Resolve(path);
        return command.Children.OfType<ArgumentResult>().Where(a => a.Argument is ProfileArgument).SelectMany(a => a.Tokens)
            .Concat(command.Children.OfType<OptionResult>().Where(o => o.Option.Name == BaselineOptions.Name).SelectMany(o => o.Tokens))
            .Any(t => File.Exists(t.Value) && AtomicFile.Resolve(t.Value) == file);
    }
}
