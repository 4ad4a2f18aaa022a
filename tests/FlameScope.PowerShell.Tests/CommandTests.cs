using System.Management.Automation;

namespace FlameScope.PowerShell.Tests;

/// <summary>The commands that show, compare, convert and save profiles.</summary>
public sealed class CommandTests(Shell shell) : IClassFixture<Shell>
{
    private const string View = "Import-FlameScopeProfile shop.perf.gz | ";

    [Fact]
    public void A_heat_map_has_one_object_per_second()
    {
        List<PSObject> seconds = shell.Get(View + "Get-FlameScopeHeatmap -Rows 10");
        Assert.True(seconds.Count > 28);
        Assert.Equal(10, shell.One<int>(View + "Get-FlameScopeHeatmap -Rows 10 | Select-Object -First 1 | ForEach-Object { $_.Values.Count }"));
        Assert.Equal(shell.One<long>($"({View} ForEach-Object Total)"), seconds.Sum(s => (long)s.Properties["Total"].Value));
    }

    [Fact]
    public void A_range_of_a_heat_map_has_only_its_seconds() =>
        Assert.Equal([28.0], shell.Get(View + "Get-FlameScopeHeatmap -From 28.3 -To 28.58").Select(s => (double)s.Properties["Second"].Value));

    [Theory]
    [InlineData("Get-FlameScopeHeatmap -From 9 -To 3")]
    [InlineData("Get-FlameScopeFlameGraph -From NaN")]
    [InlineData("Get-FlameScopeHeatmap picture.gif")]
    [InlineData("Get-FlameScopeFlameGraph picture")]
    [InlineData("Get-FlameScopeHeatmap Env:picture.svg")]
    [InlineData("Get-FlameScopeFlameChart -ThreadId 123456789")]
    [InlineData("Export-FlameScopeProfile profile.unknown")]
    [InlineData("Compare-FlameScopeRange")]
    public void A_wrong_value_is_an_error(string command)
    {
        ErrorRecord error = Assert.Single(shell.Run(View + command).Errors);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.DoesNotContain("(Parameter", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-FlameScopeFlameGraph tree.svg -Functions")]
    [InlineData("Get-FlameScopeFlameGraph -Functions -Grouping None")]
    [InlineData("Get-FlameScopeHeatmap -Title unused")]
    [InlineData("Compare-FlameScopeRange 1 2 -Baseline Whole -BaselineFrom 1")]
    [InlineData("Export-FlameScopeProfile x -Format nothing")]
    public void Options_that_would_do_nothing_are_refused(string command) =>
        Assert.Equal(ErrorCategory.InvalidArgument, Assert.Single(shell.Run(View + command).Errors).CategoryInfo.Category);

    [Fact]
    public void A_range_without_samples_is_a_warning() =>
        Assert.Contains("no sample", Assert.Single(shell.Run(View + "Get-FlameScopeFlameGraph -From 5000").Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-FlameScopeHeatmap shop.perf.gz")]
    [InlineData("Export-FlameScopeReport report.html")]
    public void A_command_without_a_profile_shows_how_to_give_one(string command)
    {
        ErrorRecord error = Assert.Single(shell.Run(command).Errors);
        Assert.Contains("Import-FlameScopeProfile perf.data |", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-FlameScopeHeatmap heat.svg", "<svg")]
    [InlineData("Get-FlameScopeHeatmap -Path heat.json -Rows 20", "{")]
    [InlineData("Export-FlameScopeReport pair.html -BaselineProfile (Import-FlameScopeProfile shop.perf.gz)", "<!DOCTYPE html>")]
    [InlineData("Get-FlameScopeHeatmap heat.csv", ",")]
    [InlineData("Get-FlameScopeHeatmap heat2.svg -ColorScale enhanced -Title Words", "Words")]
    [InlineData("Get-FlameScopeFlameGraph flame.svg -From 28.3 -To 28.58 -Palette hot -Icicle -Title Words", "Words")]
    [InlineData("Get-FlameScopeFlameGraph flame.json", "{")]
    [InlineData("Get-FlameScopeFlameGraph flame.folded", ";")]
    [InlineData("Compare-FlameScopeRange 28.3 28.58 -Path difference.svg", "<svg")]
    [InlineData("Export-FlameScopeReport report.html -Title Words", "Words")]
    [InlineData("Export-FlameScopeProfile profile.json -Format speedscope", "speedscope")]
    public void A_file_is_saved_in_the_current_location(string command, string content)
    {
        string path = shell.One<string>(View + command + " | ForEach-Object FullName");
        Assert.Equal(shell.Folder, Path.GetDirectoryName(path));
        Assert.Contains(content, File.ReadAllText(path), StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void The_grouping_changes_the_picture()
    {
        shell.Get(View + "Get-FlameScopeFlameGraph grouped.svg; " + View + "Get-FlameScopeFlameGraph alone.svg -Grouping None");
        Assert.NotEqual(File.ReadAllText(shell.In("grouped.svg")), File.ReadAllText(shell.In("alone.svg")));
    }

    [Theory]
    [InlineData("Get-FlameScopeHeatmap kept.svg")]
    [InlineData("Get-FlameScopeFlameGraph kept.svg")]
    [InlineData("Compare-FlameScopeRange 28 29 -Path kept.svg")]
    [InlineData("Export-FlameScopeReport kept.html")]
    [InlineData("Export-FlameScopeProfile kept.pb")]
    public void WhatIf_writes_nothing(string command)
    {
        Assert.Empty(shell.Get(View + command + " -WhatIf"));
        Assert.Empty(Directory.GetFiles(shell.Folder, "kept.*"));
    }

    [Fact]
    public void Several_profiles_become_several_files()
    {
        Directory.CreateDirectory(shell.In("many"));
        File.Copy(PowerShellFolder.Sample, shell.In("many/one.perf.gz"), overwrite: true);
        File.Copy(PowerShellFolder.Sample, shell.In("many/two.perf.gz"), overwrite: true);
        shell.Get("Get-ChildItem many/*.gz | Import-FlameScopeProfile | Get-FlameScopeHeatmap -Path { \"many/$($_.Name).svg\" }");
        shell.Get("Get-ChildItem many/*.gz | Import-FlameScopeProfile | Get-FlameScopeHeatmap many");
        Assert.Equal(
            ["one.heatmap.svg", "one.svg", "two.heatmap.svg", "two.svg"],
            Directory.GetFiles(shell.In("many"), "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        ShellResult result = shell.Run("Get-ChildItem many/*.gz | Import-FlameScopeProfile | Get-FlameScopeHeatmap many/both.svg");
        Assert.Single(result.Output);
        Assert.Contains("has already been written", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flame_graph_has_nodes_and_functions()
    {
        List<PSObject> nodes = shell.Get(View + "Get-FlameScopeFlameGraph -From 28.3 -To 28.58");
        Assert.Equal((0, 100.0), ((int)nodes[0].Properties["Depth"].Value, (double)nodes[0].Properties["Percent"].Value));
        List<PSObject> functions = shell.Get(View + "Get-FlameScopeFlameGraph -From 28.3 -To 28.58 -Functions");
        Assert.Equal(nodes[0].Properties["Total"].Value, functions.Sum(f => (long)f.Properties["Self"].Value));
        Assert.True((long)functions[0].Properties["Self"].Value >= (long)functions[1].Properties["Self"].Value);
        Assert.Contains("\"Kind\":\"", shell.One<string>(View + "Get-FlameScopeFlameGraph -Functions | Select-Object -First 1 | ConvertTo-Json -Compress"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Compare-FlameScopeRange 28.3 28.58")]
    [InlineData("Compare-FlameScopeRange -From 28.3 -To 28.58 -Baseline Rest")]
    [InlineData("Compare-FlameScopeRange 28.3 28.58 -BaselineTo 28.3")]
    [InlineData("Compare-FlameScopeRange 28.3 28.58 -BaselineProfile (Import-FlameScopeProfile shop.perf.gz) -BaselineTo 28.3")]
    public void What_explains_a_difference_is_first_and_has_a_p_value(string command)
    {
        List<PSObject> rows = shell.Get(View + command);
        Assert.True((bool)rows[0].Properties["IsExplanation"].Value);
        Assert.InRange((double)rows[0].Properties["PValue"].Value, 0, 0.05);
        Assert.Contains("rebuild", (string)rows[0].Properties["Name"].Value, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_range_and_its_rest_add_up_to_the_profile()
    {
        List<PSObject> rows = shell.Get(View + "Compare-FlameScopeRange 28.3 28.58");
        Assert.Equal(shell.One<long>(View + "ForEach-Object Total"), rows.Sum(r => (long)r.Properties["Self"].Value + (long)r.Properties["BaselineSelf"].Value));
        Assert.All(shell.Get(View + "Compare-FlameScopeRange 28.3 28.58 -Explain"), r => Assert.True((bool)r.Properties["IsExplanation"].Value));
    }

    [Fact]
    public void A_moment_can_be_piped_like_a_profile()
    {
        PSObject moment = Assert.Single(shell.Get(View + "Find-FlameScopeMoment -First 1"));
        Assert.True((double)moment.Properties["From"].Value < (double)moment.Properties["To"].Value);
        PSObject root = shell.Get(View + "Find-FlameScopeMoment -First 1 | Get-FlameScopeFlameGraph")[0];
        Assert.Equal(moment.Properties["SampleCount"].Value, root.Properties["Total"].Value);
        Assert.NotEmpty(shell.Get(View + "Find-FlameScopeMoment -First 1 | Compare-FlameScopeRange"));
    }

    [Theory]
    [InlineData("copy.pb.gz", "")]
    [InlineData("copy.out", "-Format firefox")]
    public void A_converted_profile_has_the_same_samples(string name, string options)
    {
        shell.Get($"{View} Export-FlameScopeProfile {name} {options}");
        Assert.Equal(shell.One<long>(View + "ForEach-Object SampleCount"), shell.One<long>($"(Import-FlameScopeProfile {name}).SampleCount"));
    }

    [Fact]
    public void Every_format_that_is_written_is_listed_once()
    {
        List<PSObject> formats = shell.Get("Get-FlameScopeFormat");
        Assert.Equal(formats.Count, formats.Select(f => f.Properties["Name"].Value).Distinct().Count());
        Assert.Contains(formats, f => (bool)f.Properties["CanRead"].Value && !(bool)f.Properties["CanWrite"].Value);
        Assert.Contains(formats, f => (bool)f.Properties["CanWrite"].Value);
    }

    [Fact]
    public void Threads_have_samples_and_a_flame_chart()
    {
        PSObject thread = shell.Get(View + "Get-FlameScopeThread")[0];
        long id = (long)thread.Properties["ThreadId"].Value;
        Assert.True((long)thread.Properties["SampleCount"].Value > 0);
        Assert.NotEmpty(shell.Get(View + $"Get-FlameScopeFlameChart -ThreadId {id}"));
        Assert.True(shell.One<long>(View + $"Get-FlameScopeFlameChart chart.svg -ThreadId {id} | ForEach-Object Length") > 0);
    }

    [Fact]
    public void A_process_is_recorded()
    {
        Assert.Contains(shell.Get("Get-FlameScopeProcess"), p => (int)p.Properties["Id"].Value == Environment.ProcessId);
        ShellResult result = shell.Run($"Trace-FlameScopeProcess {Environment.ProcessId} -Seconds 0.5");
        Assert.Empty(result.Errors);
        Assert.Equal("FlameScope.ProfileView", Assert.Single(result.Output).TypeNames[0]);
        shell.Run($"Trace-FlameScopeProcess {Environment.ProcessId} -Seconds 0.5 -Path self.nettrace");
        Assert.True(new FileInfo(shell.In("self.nettrace")).Length > 0);
    }

    [Theory]
    [InlineData("Trace-FlameScopeProcess 2147483647")]
    [InlineData("Trace-FlameScopeProcess -Name nobody")]
    public void A_process_that_does_not_exist_is_an_error(string command) =>
        Assert.Equal(ErrorCategory.OpenError, Assert.Single(shell.Run(command).Errors).CategoryInfo.Category);
}
