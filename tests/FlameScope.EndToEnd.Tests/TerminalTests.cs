using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FlameScope.EndToEnd.Tests;

/// <summary>The app on a terminal, which <c>script</c> of util-linux makes.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flamegraph", "an SVG picture")]
    [InlineData("flamechart", "an SVG picture")]
    [InlineData("report", "an HTML page")]
    public void A_picture_does_not_pour_into_a_terminal(string command, string what)
    {
        if (!HasTerminal) return;
        string text = RunInTerminal(100, command, _folder.Write(PerfText.Busy));
        Assert.Contains(what, text);
        Assert.Contains("-o ", text);
        Assert.DoesNotContain("<svg", text);
        Assert.DoesNotContain("<html", text);
    }

    [Fact]
    public void Folded_stacks_and_a_requested_standard_output_are_written_to_a_terminal()
    {
        if (!HasTerminal) return;
        string path = _folder.Write(PerfText.Busy);
        Assert.Contains("<svg", RunInTerminal(100, "flamegraph", path, "-o", "-"));
        Assert.Contains("compute", RunInTerminal(100, "flamegraph", path, "--format", "folded"));
    }

    [Fact]
    public void Moments_name_functions_in_60_columns()
    {
        if (!HasTerminal) return;
        string text = RunInTerminal(60, "moments", Repository.SampleProfile, "--color", "never");
        Assert.Contains("rebuild_index", text);
        Assert.Contains("every 5 s", text);
        // .NET and the drawing library write sequences that have no width. Notes are wrapped by the terminal.
        IEnumerable<string> lines = Regex.Replace(text, "\e(\\[[?0-9;]*[A-Za-z]|=)", "").Split('\n').Where(l => !l.StartsWith("flamescope:", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= 60, line));
    }

    [Theory]
    [InlineData(60, "top")]
    [InlineData(60, "info")]
    [InlineData(60, "moments")]
    [InlineData(60, "formats")]
    [InlineData(60, "diff", "--format", "text", "--from", "28.3", "--to", "28.6")]
    [InlineData(40, "top")]
    [InlineData(40, "moments")]
    public void Text_is_as_wide_as_asked_for_where_there_is_no_terminal(int width, string command, params string[] options)
    {
        string[] profile = command == "formats" ? [] : [Repository.SampleProfile];
        string text = App.Print([command, .. profile, .. options, "--width", width.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.DoesNotContain('\e', text);
        string wide = App.Print([command, .. profile, .. options]);
        Assert.Contains(wide.Split('\n'), line => line.Length > width);
    }

    [Theory]
    [InlineData(40, "apply_discounts", "top")]
    [InlineData(50, "apply_discounts", "top", "--baseline-from", "1", "--baseline-to", "20")]
    [InlineData(45, "rebuild_index", "diff", "--format", "text", "--from", "28.3", "--to", "28.6")]
    [InlineData(60, "rebuild_index", "diff", "--format", "text", "--from", "28.3", "--to", "28.6")]
    public void Narrow_tables_leave_out_columns_and_not_names(int width, string name, string command, params string[] options)
    {
        string text = App.Print([command, Repository.SampleProfile, .. options, "--width", width.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.Contains(name, text);
        Assert.Contains("total", text.Split('\n')[0]);
        Assert.EndsWith("function", text.Split('\n')[0].TrimEnd());
    }

    [Theory]
    [InlineData("bash", "COMP_LINE='flamescope report --pal'; COMP_POINT=${#COMP_LINE}; _flamescope; echo \"${COMPREPLY[*]}\"")]
    [InlineData("zsh", "compadd() { shift; print -r -- $@ }; words=(flamescope report --pal); CURRENT=3; _flamescope")]
    public void A_completion_script_completes_in_its_shell(string shell, string ask)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/" + shell)) return;
        File.WriteAllText(_folder.In("script"), App.Print("completion", shell));
        // The script calls the app by its name.
        string command = string.Join(' ', App.Words.Select(word => $"'{word}'"));
        string text = $"flamescope() {{ {command} \"$@\"; }}; complete() {{ :; }}; compdef() {{ :; }}; source '{_folder.In("script")}'; {ask}";
        var start = new ProcessStartInfo("/usr/bin/" + shell, ["-c", text]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Assert.Equal("--palette", App.Finish(process, []).Output.Trim());
    }

    [Fact]
    public void Progress_does_not_hide_the_cursor_and_leaves_no_line()
    {
        if (!HasTerminal) return;
        string large = _folder.In("large.perf");
        File.WriteAllText(large, string.Concat(Enumerable.Repeat(PerfText.Busy, 1 + (20_000_000 / PerfText.Busy.Length))));
        string text = RunInTerminal(100, "info", large);
        Assert.DoesNotContain("\e[?25l", text);
        if (text.Contains("reading:", StringComparison.Ordinal)) Assert.Contains("\r\e[K", text);
    }

    private static bool HasTerminal => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    private string RunInTerminal(int columns, params string[] arguments)
    {
        string command = string.Join(' ', App.Words.Concat(arguments).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"stty cols {columns} rows 40; {command}", _folder.In("typescript")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        using Process terminal = Process.Start(start)!;
        return App.Finish(terminal, []).Output;
    }
}
