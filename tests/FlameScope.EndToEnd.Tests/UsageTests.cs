namespace FlameScope.EndToEnd.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public UsageTests() => _path = _folder.Write(PerfText.Busy);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a command is required")]
    [InlineData("unknown command 'frobnicate'", "frobnicate", "PROFILE")]
    [InlineData("PROFILE", "heatmap")]
    [InlineData("--nope", "info", "PROFILE", "--nope")]
    [InlineData("--rows takes a whole number from 1 to 1000, not '0'", "heatmap", "PROFILE", "--rows", "0")]
    [InlineData("--rows takes a whole number from 1 to 1000, not 'x'", "heatmap", "PROFILE", "--rows", "x")]
    [InlineData("--format takes text, json, csv, svg, not 'png'", "heatmap", "PROFILE", "--format", "png")]
    [InlineData("--palette takes", "heatmap", "PROFILE", "--palette", "mauve")]
    [InlineData("--palette takes", "flamegraph", "PROFILE", "--palette", "mauve")]
    [InlineData("--format takes svg, json, folded", "flamegraph", "PROFILE", "--format", "png")]
    [InlineData("--from takes a number of seconds, or a time such as 2026-11-22T08:25:40 or T08:25:40, not 'soon'", "flamegraph", "PROFILE", "--from", "soon")]
    [InlineData("--from takes a number of seconds, or a time such as 2026-11-22T08:25:40 or T08:25:40, not 'NaN'", "flamegraph", "PROFILE", "--from", "NaN")]
    [InlineData("--from 3 is greater than --to 2", "flamegraph", "PROFILE", "--from", "3", "--to", "2")]
    [InlineData("--match '(' is not a regular expression", "top", "PROFILE", "--match", "(")]
    [InlineData("--exclude '[' is not a regular expression", "dump", "PROFILE", "--exclude", "[")]
    [InlineData("--match takes a non-empty text", "top", "PROFILE", "--match", "")]
    [InlineData("--idle takes exclude, include, not 'maybe'", "top", "PROFILE", "--idle", "maybe")]
    [InlineData("--label takes KEY=VALUE, not 'endpoint'", "top", "PROFILE", "--label", "endpoint")]
    [InlineData("--by takes none, comm, pid, tid or label:KEY, not 'label:'", "top", "PROFILE", "--by", "label:")]
    [InlineData("--pid takes a whole number, not '1.5'", "top", "PROFILE", "--pid", "1.5")]
    [InlineData("--limit takes a whole number of at least 1, not '0'", "top", "PROFILE", "--limit", "0")]
    [InlineData("unknown command 'flamegrpah'; did you mean flamegraph?", "flamegrpah", "PROFILE")]
    [InlineData("unknown option '--pallete'; did you mean --palette?", "flamegraph", "PROFILE", "--pallete", "hash")]
    [InlineData("unknown option '--xyzzy'", "flamegraph", "PROFILE", "--xyzzy", "1")]
    [InlineData("--from takes a number of seconds, or a time such as 2026-11-22T08:25:40 or T08:25:40, not '1:75'", "flamegraph", "PROFILE", "--from", "1:75")]
    [InlineData("--column-length takes a time from 100 ms to 1 h", "heatmap", "PROFILE", "--column-length", "2h")]
    [InlineData("The transform \"focus=\" requires a value", "flamegraph", "PROFILE", "--transform", "focus=")]
    [InlineData("completion takes bash, zsh, fish, pwsh, not 'tcsh'", "completion", "tcsh")]
    [InlineData("takes too long to match", "top", "PROFILE", "--match", "^(?=(a|aa)+$)")]
    public void Invalid_usage_exits_with_2_and_an_explanation(string message, params string[] arguments)
    {
        if (message.StartsWith("takes too long", StringComparison.Ordinal))
        {
            File.WriteAllText(_path, PerfText.Sample(1, frames: [new string('a', 60) + "!"]));
        }
        AppResult result = App.Run([.. arguments.Select(a => a == "PROFILE" ? _path : a)]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.StartsWith("flamescope: ", result.Error);
        Assert.Contains("--help", result.Error);
        Assert.InRange(result.Error.Split('\n').Length, 2, 4);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Help_goes_to_standard_output()
    {
        AppResult result = App.Run("heatmap", "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--rows", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Help_and_version_have_short_forms()
    {
        Assert.Contains("--rows", App.Print("help", "heatmap"));
        Assert.Contains("heatmap", App.Print("help"));
        Assert.Equal(App.Print("--version"), App.Print("-v"));
    }

    [Theory]
    [InlineData("flamescope mom", "moments")]
    [InlineData("flamescope flamegraph x --pal", "--palette")]
    [InlineData("flamescope flamegraph x --palette kin", "kind")]
    [InlineData("flamescope completion b", "bash")]
    public void Completion_offers_commands_options_and_values(string line, string expected)
    {
        string position = line.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([expected], App.Run($"[suggest:{position}]", line).Lines.Select(l => l.TrimEnd('\r')));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void A_completion_script_asks_the_app(string shell) => Assert.Contains("flamescope \"[suggest:", App.Print("completion", shell));

    [Fact]
    public void An_at_sign_does_not_start_a_response_file()
    {
        string path = _folder.Write(PerfText.Busy, "@perf");
        System.Diagnostics.ProcessStartInfo start = App.Command(App.Words, "info", "@perf", "--json");
        start.WorkingDirectory = Path.GetDirectoryName(path);
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        AppResult result = App.Finish(process, []);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"samples\": 400", result.Output);
    }
}
