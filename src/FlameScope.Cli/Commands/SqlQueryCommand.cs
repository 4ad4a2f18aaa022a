using System.CommandLine;
using System.Text;
using FlameScope.Cli.Options;
using FlameScope.Heatmap;
using FlameScope.Store;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope sql heatmap</c> and <c>flamescope sql stacks</c>.</summary>
internal sealed class SqlQueryCommand : Command
{
    private readonly ChoiceOption<string> _dialect = CreateDialect();
    private readonly Option<string?> _dataset = PatternOption.Text(
        "--dataset", "FOLDER", "The folder or the address of the dataset, whose files DuckDB reads; the default is tables named samples, stacks and so on.");

    private readonly Option<string?> _service = PatternOption.Text("--service", "S", "Only this service.");
    private readonly Option<string?> _host = PatternOption.Text("--host", "H", "Only this host.");
    private readonly Option<string?> _comm = PatternOption.Text("--comm", "C", "Only threads of this name.");
    private readonly Option<string?> _event = PatternOption.Text("--event", "E", "Only samples of this event.");
    private readonly Option<string?> _match = PatternOption.Text("--match", "REGEX", "Only stacks with a frame whose name matches, in the engine's syntax.");
    private readonly LabelOption _label = new();
    private readonly WallRangeOptions _range = new();
    private readonly Option<int?> _rows = NumberOption.Whole("--rows", "N", "Rows per second; the default is 50.", minimum: 1, maximum: HeatmapOptions.MaximumRows);
    private readonly Option<int?> _maximum = NumberOption.Whole("--max", "N", "The maximum number of stacks; the default is 100000.", minimum: 1);
    private readonly OutputOption _output = new();

    public SqlQueryCommand(string name, string description)
        : base(name, description)
    {
        foreach (Option option in new Option[] { _dialect, _dataset, _service, _host, _comm, _event, _match, _label }) Add(option);
        _range.AddTo(this);
        Add(name == "heatmap" ? _rows : _maximum);
        Add(_output);
        SetAction(Run);
    }

    public static ChoiceOption<string> CreateDialect() => ChoiceOption.Create("--dialect", "The engine.", [.. SqlDialect.All.Select(dialect => dialect.Name)]);

    private void Run(ParseResult command)
    {
        SqlDialect dialect = SqlDialect.Find(_dialect.Of(command))!;
        var query = new ProfileQuery
        {
            Range = _range.Of(command, isRequired: true),
            Service = command.GetValue(_service),
            Host = command.GetValue(_host),
            Comm = command.GetValue(_comm),
            Event = command.GetValue(_event),
            Match = command.GetValue(_match),
            Labels = _label.Of(command),
        };
        string sql;
        try
        {
            SqlTables tables = command.GetValue(_dataset) is not { } root ? SqlTables.Default
                : dialect == SqlDialect.DuckDb ? SqlTables.DuckDbFiles(root)
                : throw new UsageException("--dataset works with --dialect duckdb; other engines read tables");
            sql = Name == "heatmap"
                ? ProfileSql.Heatmap(query, dialect, new HeatmapOptions { Rows = command.GetValue(_rows) ?? 50 }, tables)
                : ProfileSql.Stacks(query, dialect, command.GetValue(_maximum) ?? 100_000, tables);
        }
        catch (ArgumentException unfit)
        {
            throw new UsageException(unfit.Message, unfit);
        }
        _output.Write(command, stream => stream.Write(Encoding.UTF8.GetBytes(sql + ";\n")));
    }
}
