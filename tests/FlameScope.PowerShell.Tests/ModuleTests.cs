using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FlameScope.PowerShell.Tests;

/// <summary>Checks the text of the module without PowerShell, and runs its commands if <c>pwsh</c> is available.</summary>
public partial class ModuleTests
{
    private static readonly string Script = File.ReadAllText(Path.Combine(PowerShellFolder.Path, "FlameScope.psm1"));
    private static readonly string Manifest = File.ReadAllText(Path.Combine(PowerShellFolder.Path, "FlameScope.psd1"));

    public ModuleTests()
    {
        // RequiredAssemblies of the manifest loads them.
        foreach (string file in Directory.GetFiles(PowerShellFolder.Path, "FlameScope.*.dll")) Assembly.LoadFrom(file);
    }

    public static TheoryData<string> Commands => [.. Quoted().Matches(Block("FunctionsToExport")).Select(m => m.Groups[1].Value)];

    [Fact]
    public void The_module_has_five_commands() => Assert.Equal(5, Commands.Count);

    [Fact]
    public void The_module_has_the_version_of_the_libraries() =>
        Assert.Contains($"ModuleVersion        = '{PowerShellFolder.Core.GetName().Version!.ToString(3)}'", Manifest, StringComparison.Ordinal);

    [Fact]
    public void The_manifest_lists_all_libraries_and_only_existing_files()
    {
        string[] named = [.. Quoted().Matches(Block("RequiredAssemblies")).Select(m => m.Groups[1].Value)];
        Assert.Equal(Directory.GetFiles(PowerShellFolder.Path, "FlameScope.*.dll").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        foreach (string file in Files().Matches(Manifest).Select(m => m.Groups[1].Value)) Assert.True(File.Exists(Path.Combine(PowerShellFolder.Path, file)), file);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_exported_and_has_help_for_every_parameter(string command)
    {
        Match function = Regex.Match(Script, $@"<#(?<help>(?:(?!#>).)*)#>\s*function {command} \{{(?<body>.*?)\n\}}", RegexOptions.Singleline);
        Assert.True(function.Success, $"{command} is not a function that follows its help");
        Assert.Contains(command, Script[Script.IndexOf("Export-ModuleMember", StringComparison.Ordinal)..], StringComparison.Ordinal);
        string help = function.Groups["help"].Value;
        Assert.Contains(".SYNOPSIS", help, StringComparison.Ordinal);
        Assert.Contains(".EXAMPLE", help, StringComparison.Ordinal);
        string parameters = Regex.Match(function.Groups["body"].Value, @"\n    param\((.*?)\n    \)", RegexOptions.Singleline).Groups[1].Value;
        string[] declared = [.. Parameter().Matches(parameters).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(declared);
        Assert.Equal(declared.Order(StringComparer.Ordinal), Regex.Matches(help, @"\.PARAMETER (\w+)").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_type_in_the_module_exists()
    {
        string[] names = [.. TypeName().Matches(Script).Select(m => m.Value).Distinct()];
        Assert.NotEmpty(names);
        Assert.All(names, n => Assert.True(PowerShellFolder.Find(n) is not null, n));
    }

    [Fact]
    public void Every_static_member_in_the_module_exists()
    {
        MatchCollection calls = StaticMember().Matches(Script);
        Assert.NotEmpty(calls);
        Assert.All(calls, c => Assert.NotEmpty(PowerShellFolder.Find(c.Groups[1].Value)!.GetMember(c.Groups[2].Value)));
    }

    [Theory]
    [InlineData("view|View|InputObject", "FlameScope.ProfileView")]
    [InlineData("map", "FlameScope.Heatmap.SubsecondHeatmap")]
    [InlineData("tree", "FlameScope.FlameGraph.StackTree")]
    [InlineData("node", "FlameScope.FlameGraph.StackTreeNode")]
    [InlineData("table", "FlameScope.FlameGraph.FunctionTable")]
    [InlineData("row|baselineRow", "FlameScope.FlameGraph.FunctionRow")]
    [InlineData("done", "FlameScope.Parsing.ReadProgress")]
    public void Every_member_that_is_read_from_a_variable_exists(string variables, string type)
    {
        MatchCollection uses = Regex.Matches(Script, $@"\$(?:{variables})\.(\w+)");
        Assert.NotEmpty(uses);
        Assert.All(uses.Select(u => u.Groups[1].Value), m => Assert.True(PowerShellFolder.Find(type)!.GetMember(m).Length > 0, m));
    }

    [Fact]
    public void Every_key_of_the_filter_is_a_property_of_SampleFilter()
    {
        string[] keys = [.. Regex.Matches(Script, @"\$filter\.(\w+)|\$filter = @\{ (\w+)").Select(m => m.Groups[1].Value + m.Groups[2].Value)];
        Assert.NotEmpty(keys);
        Assert.All(keys, k => Assert.NotNull(PowerShellFolder.Find("FlameScope.Model.SampleFilter")!.GetProperty(k)));
    }

    [Fact]
    public void Every_default_display_property_exists()
    {
        XDocument types = XDocument.Load(Path.Combine(PowerShellFolder.Path, "FlameScope.Types.ps1xml"));
        Assert.All(types.Descendants("Type"), type => Assert.All(
            type.Descendants("ReferencedProperties").Elements("Name"),
            name => Assert.NotNull(PowerShellFolder.Find(type.Element("Name")!.Value)!.GetProperty(name.Value))));
    }

    [Fact]
    public void Brackets_are_balanced()
    {
        var open = new Stack<char>();
        string code = Regex.Replace(Script, """<#.*?#>|'[^'\n]*'|"[^"\n]*"|(?m:#.*$)""", "", RegexOptions.Singleline);
        foreach (char c in code)
        {
            if (c is '(' or '{' or '[') open.Push(c);
            else if (c is ')' or '}' or ']') Assert.Equal(c switch { ')' => '(', '}' => '{', _ => '[' }, open.Pop());
        }
        Assert.Empty(open);
    }

    [OptionalFact(Requirement.PowerShell)]
    public void The_commands_run()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string test = Path.Combine(PowerShellFolder.Repository, "tests", "FlameScope.PowerShell.Tests", "module.ps1");
            var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-File", test, PowerShellFolder.Path, PowerShellFolder.Sample])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process pwsh = Process.Start(start)!;
            Task<string> error = pwsh.StandardError.ReadToEndAsync();
            string output = pwsh.StandardOutput.ReadToEnd();
            pwsh.WaitForExit();
            Assert.True(pwsh.ExitCode == 0, output + error.Result);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Block(string name) => Regex.Match(Manifest, name + @"\s*= @\((.*?)\)", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"'([^'/]+\.(?:psm1|ps1xml|dll))'")]
    private static partial Regex Files();

    [GeneratedRegex(@"\n        \[[^\n]*\] \$(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?<=\[)FlameScope\.[\w.]+(?=\])")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\[(FlameScope\.[\w.]+)\]::(\w+)")]
    private static partial Regex StaticMember();
}
