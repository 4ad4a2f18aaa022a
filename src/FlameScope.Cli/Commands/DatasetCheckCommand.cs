using System.CommandLine;
using FlameScope.Cli.Text;
using FlameScope.Columnar;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope dataset check</c>: reads a whole dataset and reports what is wrong with it.</summary>
internal sealed class DatasetCheckCommand : Command
{
    private readonly Argument<string> _dataset = new("FOLDER") { Description = "The folder of the dataset." };

    public DatasetCheckCommand(string name)
        : base(name, "Read a whole dataset, and report damaged files, wrong or missing rows, and recordings that are not whole.")
    {
        Add(_dataset);
        SetAction(Run);
    }

    private int Run(ParseResult command)
    {
        string folder = command.GetRequiredValue(_dataset);
        if (!Directory.Exists(folder)) throw new InputException(folder, "the folder does not exist");
        try
        {
            return Report(folder, ProfileDataset.CheckAsync(new DatasetFolder(folder)).GetAwaiter().GetResult());
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new InputException(folder, "access to the folder is denied", denied);
        }
    }

    private static int Report(string folder, DatasetCheckResult result)
    {
        foreach (DatasetProblem problem in result.Problems) ErrorReporting.Note($"{problem.Path}: {problem.Reason} ({SafeText.Number(problem.Count)})");
        ErrorReporting.Note($"{folder}: {SafeText.Count(result.RecordingCount, "recording")} with {SafeText.Count(result.SampleCount, "sample")} in "
            + $"{SafeText.Count(result.FileCount, "file")}: {(result.Problems.Count == 0 ? "no problems" : SafeText.Count(result.Problems.Count, "problem"))}");
        return result.Problems.Count == 0 ? 0 : 1;
    }
}
