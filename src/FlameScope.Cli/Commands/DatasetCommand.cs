using System.CommandLine;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope dataset</c>: writes and reads datasets of profiles of many hosts.</summary>
internal sealed class DatasetCommand : Command
{
    public DatasetCommand(string name)
        : base(name, "Write profiles of many hosts into a dataset of Parquet files, read ranges of it back, and check it.")
    {
        Add(new DatasetWriteCommand("write"));
        Add(new DatasetReadCommand("read"));
        Add(new DatasetCheckCommand("check"));
    }
}
