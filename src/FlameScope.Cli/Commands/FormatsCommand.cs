using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Output;
using FlameScope.Export;
using FlameScope.Parsing;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope formats</c>: the profile formats that are read and written.</summary>
internal sealed class FormatsCommand : Command
{
    private readonly OutputOption _output = new();

    public FormatsCommand(string name)
        : base(name, "List the profile formats that are read and written.")
    {
        Add(_output);
        TextWidthOption.AddTo(this);
        SetAction(command => _output.WriteText(command, Draw));
    }

    private static void Draw(TextCanvas canvas)
    {
        canvas.Write("Formats that are read (--input-format)\n", TextStyle.Bold);
        var readers = new TextTable(new TextColumn(2, 2), new TextColumn(0, 0, Excess: TextExcess.Wraps));
        foreach (IProfileReader reader in ProfileFormats.Default.Readers) readers.Add(new TextCell(reader.Name), new TextCell(reader.Description));
        canvas.Write(readers);
        canvas.Write("\nFormats that are written (convert --format)\n", TextStyle.Bold);
        var writers = new TextTable(
            new TextColumn(2, 2), new TextColumn(0, 2), new TextColumn(0, 0, Excess: TextExcess.Wraps));
        foreach (IProfileWriter writer in ProfileWriters.Default.Writers)
        {
            string limits = writer.Limits.Length == 0 ? "" : $"; without {writer.Limits}";
            writers.Add(new TextCell(writer.Name), new TextCell(string.Join(", ", writer.Extensions)), new TextCell(writer.Description + limits));
        }
        canvas.Write(writers);
    }
}
