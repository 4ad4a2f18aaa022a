using System.Management.Automation;
using System.Text.RegularExpressions;

namespace FlameScope.PowerShell.Tests;

/// <summary>The scripts of the documents are regions of samples/powershell (see SnippetTests), and the samples run.</summary>
public sealed class SampleTests(Shell shell) : IClassFixture<Shell>
{
    [Fact]
    public void The_commands_of_the_documents_run()
    {
        foreach (string name in new[] { "perf.data", "before.perf", "after.perf" }) File.Copy(PowerShellFolder.Sample, shell.In(name), overwrite: true);
        ShellResult result = shell.Run(File.ReadAllText(Path.Combine(PowerShellFolder.Repository, "samples", "powershell", "commands.ps1")));
        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        foreach (string file in new[] { "heatmap.svg", "moment.svg", "difference.svg", "report.html", "profile.pb.gz", "before.svg", "after.svg" }) Assert.True(File.Exists(shell.In(file)), file);
        Assert.Equal(3, Directory.GetFiles(shell.Folder, "moment-*.svg").Length);
    }

    [Fact]
    public void Every_script_in_the_documents_is_checked()
    {
        // Commands of the module are only in fenced blocks, which are regions of samples.
        foreach (string document in new[] { "README.md", "docs/powershell.md" })
        {
            string text = Regex.Replace(File.ReadAllText(Path.Combine(PowerShellFolder.Repository, document)), "^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline);
            Assert.DoesNotMatch(@"(?m)^    .*\w+-FlameScope\w+", text);
        }
    }

    [Fact]
    public void Every_command_in_the_documents_exists()
    {
        string[] commands = [.. shell.Get("Get-Command -Module FlameScope.PowerShell").Select(c => ((CommandInfo)c.BaseObject).Name)];
        foreach (string document in new[] { "README.md", "docs/powershell.md", "powershell/en-US/about_FlameScope.help.txt" })
        {
            string text = File.ReadAllText(Path.Combine(PowerShellFolder.Repository, document));
            Assert.Empty(Regex.Matches(text, @"\b[A-Z]\w+-FlameScope[A-Z]\w+").Select(m => m.Value).Except(commands));
        }
    }
}
