using System.Management.Automation;

namespace FlameScope.PowerShell.Tests;

/// <summary>The help of the commands.</summary>
public sealed class HelpTests(Shell shell) : IClassFixture<Shell>
{
    private static readonly string[] Common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    private CmdletInfo[] Commands => [.. shell.Get("Get-Command -Module FlameScope.PowerShell | Sort-Object Name").Select(c => (CmdletInfo)c.BaseObject)];

    [Fact]
    public void The_help_file_equals_the_documentation_comments()
    {
        string documentation = Path.Combine(PowerShellFolder.Repository, "artifacts", "bin", "FlameScope.PowerShell", "release", "FlameScope.PowerShell.xml");
        string path = Path.Combine(PowerShellFolder.Repository, "powershell", "en-US", "FlameScope.PowerShell.dll-Help.xml");
        string help = HelpFile.Create(Commands, documentation);
        if (TestEnvironment.AcceptsChanges) File.WriteAllText(path, help);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), help);
    }

    [Fact]
    public void Every_command_and_parameter_has_help()
    {
        Assert.Equal(12, Commands.Length);
        foreach (CmdletInfo command in Commands)
        {
            Assert.True(shell.One<string>($"(Get-Help {command.Name}).Synopsis").Trim().Length > 20, command.Name);
            Assert.Contains("FlameScope", shell.One<string>($"(Get-Help {command.Name}).examples.example[0].code"), StringComparison.Ordinal);
            Assert.Contains("SYNTAX", shell.One<string>($"Get-Help {command.Name} -Full | Out-String"), StringComparison.Ordinal);
            foreach (string parameter in command.Parameters.Keys.Except(Common))
            {
                string text = shell.One<string>($"(Get-Help {command.Name} -Parameter {parameter}).description.Text -join ' '");
                Assert.True(text.Length > 10, $"{command.Name} -{parameter}");
            }
            Assert.NotEmpty(command.OutputType);
        }
    }

    [Fact]
    public void An_about_topic_lists_the_commands()
    {
        string about = shell.One<string>("Get-Help about_FlameScope");
        Assert.All(Commands, c => Assert.Contains(c.Name, about, StringComparison.Ordinal));
    }
}
