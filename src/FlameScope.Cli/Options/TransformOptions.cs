using System.CommandLine;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Options;

/// <summary>The options that transform stacks: a flavor, followed by any number of transforms in the order in which they are given.</summary>
internal sealed class TransformOptions
{
    private readonly Option<string> _flavor = ChoiceOption.Create(
        "--flavor", "Names as recorded, function names of Node.js, npm packages, or Java packages.", [.. StackTransform.Flavors]);

    private readonly Option<string[]> _transforms = new("--transform")
    {
        HelpName = "TRANSFORM",
        Description = $"Transform stacks after filtering; may be given several times, and is applied in that order: {string.Join(", ", StackTransform.Forms)}.",
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

    /// <summary>Returns transformed samples, and reports a transform that leaves none.</summary>
    public SampleSelection Apply(ParseResult command, LoadedProfile loaded, SampleSelection selection)
    {
        SampleSelection transformed = Of(command).Apply(selection);
        if (selection.Count > 0 && IsEmpty(transformed)) ErrorReporting.Note($"{loaded.Name}: no stack is left after the transforms: their names match no function");
        return transformed;
    }

    private static bool IsEmpty(SampleSelection selection)
    {
        ReadOnlySpan<StackId> stacks = selection.Profile.Samples.Stacks;
        foreach (int sample in selection)
        {
            if (stacks[sample] != StackId.Empty) return false;
        }
        return true;
    }

    /// <summary>Returns the transform. Call it once per command: only stacks transformed by the same instance can be compared.</summary>
    public StackTransform Of(ParseResult command) => (command.GetValue(_transforms) ?? [])
        .Aggregate(StackTransform.Parse(command.GetValue(_flavor)!), (all, text) => all.Then(StackTransform.Parse(text)));
}
