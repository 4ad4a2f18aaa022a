using System.CommandLine;
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
        });
    }

    /// <summary>Whether the result goes to standard output.</summary>
    public bool IsStandardOutput(ParseResult command) => command.GetValue(this) is null or "-";

    /// <summary>Writes the result.</summary>
    public void Write(ParseResult command, Action<Stream> write)
    {
        if (IsStandardOutput(command)) StandardOutput.Write(write);
        else OutputFile.Write(command.GetValue(this)!, write);
    }
}
