using System.CommandLine;
using System.Text;
using FlameScope.Cli.Options;
using FlameScope.Store;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope sql tables</c>: the statements that create empty tables, for engines into which a dataset is loaded.</summary>
internal sealed class SqlTablesCommand : Command
{
    private readonly ChoiceOption<string> _dialect = SqlQueryCommand.CreateDialect();
    private readonly OutputOption _output = new();

    public SqlTablesCommand(string name)
        : base(name, "Print the statements that create the tables of a dataset.")
    {
        Add(_dialect);
        Add(_output);
        SetAction(Run);
    }

    private void Run(ParseResult command) => _output.Write(
        command, stream => stream.Write(Encoding.UTF8.GetBytes(ProfileSql.CreateTables(SqlDialect.Find(_dialect.Of(command))!))));
}
