using System.CommandLine;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope sql</c>: prints queries of a dataset for the client of an engine. The console app has no engine.</summary>
internal sealed class SqlCommand : Command
{
    public SqlCommand(string name)
        : base(name, "Print the SQL of a heat map or of stacks of many hosts, for an engine's own client.")
    {
        Add(new SqlQueryCommand("heatmap", "Print the query of a heat map; flamescope heatmap --cells - draws its result."));
        Add(new SqlQueryCommand("stacks", "Print the query of folded stacks; flamescope flamegraph --folded - draws its result."));
        Add(new SqlTablesCommand("tables"));
    }
}
