using System.CommandLine;
using FlameScope.FlameGraph;

namespace FlameScope.Cli.Options;

/// <summary>How stacks are shown: a flavour, and then any number of transforms in the order they are given.</summary>
internal sealed class TransformOptions
{
    private readonly Option<string> _flavor = ChoiceOption.Create(
        "--flavor", "Names as they are; functions of Node.js by name; npm packages; Java packages.", [.. StackTransform.Flavors]);

    private readonly Option<string[]> _transforms = new("--transform")
    {
        HelpName = "TRANSFORM",
        Description = $"Show stacks otherwise, after filtering; may be given several times, and then works in that order: {string.Join(", ", StackTransform.Forms)}.",
    };

    public TransformOptions() => _transforms.Validators.Add(result =>
    {
        foreach (string text in result.Tokens.Select(t => t.Value))
        {
            try
            {
                _ = StackTransform.Parse(text);
            }
            catch (FormatException unknown)
            {
                result.AddError($"--transform {text}: {unknown.Message}");
            }
        }
    });

    public void AddTo(Command command)
    {
        command.Add(_flavor);
        command.Add(_transforms);
    }

    /// <summary>The transform. To be made once a command: what it was applied to can then be compared.</summary>
    public StackTransform Of(ParseResult command) => (command.GetValue(_transforms) ?? [])
        .Aggregate(StackTransform.Parse(command.GetValue(_flavor)!), (all, text) => all.Then(StackTransform.Parse(text)));
}
