using System.Management.Automation;

namespace FlameScope.PowerShell.Tests;

/// <summary>Tables and completions.</summary>
public sealed class OutputTests(Shell shell) : IClassFixture<Shell>
{
    private const string View = "Import-FlameScopeProfile shop.perf.gz | ";

    public static TheoryData<string, string> Tables => new()
    {
        { "ForEach-Object { $_ }", "Source" },
        { "Get-FlameScopeHeatmap", "Cells" },
        { "Get-FlameScopeFlameGraph -From 28.3 -To 28.58", "Name" },
        { "Get-FlameScopeFlameGraph -Functions", "Name" },
        { "Compare-FlameScopeRange 28.3 28.58", "Name" },
        { "Find-FlameScopeMoment", "Functions" },
        { "Get-FlameScopeThread", "Name" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Output_is_a_table_that_fits_80_columns_and_ends_with_the_name(string command, string last)
    {
        foreach (int width in new[] { 80, 160 })
        {
            string[] lines = shell.One<string>($"{View} {command} | Select-Object -First 12 | Out-String -Width {width}").ReplaceLineEndings("\n").Split('\n');
            Assert.All(lines, line => Assert.InRange(Plain(line).Length, 0, width));
            string head = lines.Select(Plain).First(line => line.Trim().Length > 0).TrimEnd();
            Assert.EndsWith(" " + last, head, StringComparison.Ordinal);
            // A row per object, and no value cut but the last.
            Assert.InRange(lines.Count(line => Plain(line).Trim().Length > 0), 3, 14);
            Assert.All(lines, line => Assert.DoesNotContain("…", Plain(line)[..Math.Min(Plain(line).Length, head.LastIndexOf(last, StringComparison.Ordinal))], StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Formats_and_processes_are_tables()
    {
        Assert.Contains("Extensions", shell.One<string>("Get-FlameScopeFormat | Out-String -Width 80"), StringComparison.Ordinal);
        Assert.Contains("CommandLine", shell.One<string>("Get-FlameScopeProcess | Out-String -Width 80"), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_names_are_not_shown()
    {
        File.WriteAllText(shell.In("hostile.perf"), "a 1 1.000000: cycles:\n\t1 red\u001b[31mred\u202e (/a)\n\n");
        string text = shell.One<string>(
            "$view = Import-FlameScopeProfile hostile.perf -WarningAction SilentlyContinue; $($view; $view | Get-FlameScopeFlameGraph; $view | Get-FlameScopeFlameGraph -Functions) | Out-String");
        Assert.Contains("red\uFFFD[31mred\uFFFD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Import-FlameScopeProfile -Weight p", "period")]
    [InlineData("Import-FlameScopeProfile -Transform collapse-k", "collapse-kernel")]
    [InlineData("Import-FlameScopeProfile -Format speeds", "speedscope")]
    [InlineData("Get-FlameScopeFlameGraph x.svg -Palette h", "hot")]
    [InlineData("Get-FlameScopeHeatmap x.svg -ColorScale enh", "enhanced")]
    [InlineData("Get-FlameScopeFlameGraph -Grouping Pro", "Process")]
    [InlineData("Export-FlameScopeProfile x -Format speeds", "speedscope")]
    [InlineData("Compare-FlameScopeRange -Baseline W", "Whole")]
    public void Names_are_completed(string typed, string completion) =>
        Assert.Contains(completion, shell.Get("param($typed) (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText", new() { ["typed"] = typed }).Select(c => c.ToString()));

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\e\[[\d;]*m", "");
}
