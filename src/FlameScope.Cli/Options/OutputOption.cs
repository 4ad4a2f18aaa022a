using System.CommandLine;
using System.CommandLine.Parsing;
using FlameScope.Cli.Output;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>The option <c>-o FILE</c>, the file that the result is written to. The default is standard output.</summary>
internal sealed class OutputOption : Option<string?>
{
    public OutputOption()
        : base("--output", "-o")
    {
        HelpName = "FILE";
        Description = "Write to a file, which is replaced only after all is written; the default is standard output.";
        Validators.Add(result =>
        {
            if (result.Tokens.Any(t => t.Value.Length == 0)) result.AddError("-o takes a file name");
            else if (result.Tokens.Any(t => IsInput(t.Value, result.Parent as CommandResult))) result.AddError("-o is the profile itself, which would be overwritten");
        });
    }

    /// <summary>Indicates whether the result goes to standard output.</summary>
    /// <remarks>/dev/stdout is not opened as a file: that would overwrite what a redirected output already contains.</remarks>
    public bool IsStandardOutput(ParseResult command) => command.GetValue(this) is null or "-" or "/dev/stdout";

    /// <summary>Writes the result.</summary>
    public void Write(ParseResult command, Action<Stream> write)
    {
        if (IsStandardOutput(command)) StandardOutput.Write(write);
        else WriteFile(command.GetValue(this)!, write);
    }

    /// <summary>Refuses to write a picture or a page to a terminal, which would show its markup. Call it before a profile is read.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="what">The format, such as <c>an SVG file</c>.</param>
    /// <param name="example">The name of a file of this format.</param>
    public void RefuseTerminal(ParseResult command, string what, string example)
    {
        if (command.GetValue(this) is not null || Console.IsOutputRedirected) return;
        throw new UsageException($"the result is {what}, which a terminal cannot show: write it to a file with -o {example}, or to the terminal with -o -");
    }

    private static void WriteFile(string path, Action<Stream> write)
    {
        OutputFile.Write(path, write);
        if (new FileInfo(path) is { Exists: true, Length: > 0 } file) ErrorReporting.Note($"wrote {path}, {UnitText.Format(file.Length, "bytes")}");
    }

    /// <summary>Writes text for people.</summary>
    public void WriteText(ParseResult command, Action<TextCanvas> draw)
    {
        TextTarget target = TextTarget.Detect(IsStandardOutput(command), ColorOption.Of(command));
        if (TextWidthOption.Of(command) is { } width) target = target with { Width = width, HasWidth = true };
        byte[] text = target.Draw(draw);
        Write(command, stream => stream.Write(text));
    }

    // Indicates whether a file is one of the profiles that the command reads.
    private static bool IsInput(string path, CommandResult? command)
    {
        if (command is null || !File.Exists(path)) return false;
        string file = AtomicFile.Resolve(path);
        return command.Children.OfType<ArgumentResult>().Where(a => a.Argument is ProfileArgument).SelectMany(a => a.Tokens)
            .Concat(command.Children.OfType<OptionResult>().Where(o => o.Option.Name == BaselineOptions.Name).SelectMany(o => o.Tokens))
            .Any(t => File.Exists(t.Value) && AtomicFile.Resolve(t.Value) == file);
    }
}
