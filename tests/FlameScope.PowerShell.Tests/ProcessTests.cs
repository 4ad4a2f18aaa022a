using System.Diagnostics;

namespace FlameScope.PowerShell.Tests;

/// <summary>Tests that need a process of PowerShell: a real <c>pwsh</c>, its cultures, an empty process, and galleries.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-").FullName;

    [OptionalFact(Requirement.PowerShell)]
    public void The_module_is_found_by_its_name_and_its_commands_run() => Run("module.ps1", "C", PowerShellFolder.Path, PowerShellFolder.Sample, _folder);

    // Their decimal commas, digits and minus signs must not reach files. The numbers of tables follow them.
    [OptionalFact(Requirement.PowerShellCultures)]
    public void Files_are_the_same_under_every_culture()
    {
        string invariant = Run("culture.ps1", "C", PowerShellFolder.Manifest, PowerShellFolder.Sample, Path.Combine(_folder, "C"));
        Assert.Contains("1.5", invariant, StringComparison.Ordinal);
        string[] names = [.. Directory.GetFiles(Path.Combine(_folder, "C")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(10, names.Length);
        foreach ((string locale, string number) in new[] { ("de_DE", "1,5"), ("ar_SA", "1٫5") })
        {
            string folder = Path.Combine(_folder, locale);
            string output = Run("culture.ps1", locale + ".UTF-8", PowerShellFolder.Manifest, PowerShellFolder.Sample, folder);
            Assert.Contains(number, output, StringComparison.Ordinal);
            Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "C", name)), File.ReadAllBytes(Path.Combine(folder, name))));
        }
    }

    [OptionalFact(Requirement.PowerShell)]
    public void The_library_can_be_used_from_a_folder_without_the_module()
    {
        string library = Directory.CreateDirectory(Path.Combine(_folder, "library")).FullName;
        foreach (string file in Directory.GetFiles(PowerShellFolder.Path, "*.dll"))
        {
            if (Path.GetFileName(file) is not "FlameScope.PowerShell.dll") File.Copy(file, Path.Combine(library, Path.GetFileName(file)));
        }
        string samples = Path.Combine(PowerShellFolder.Repository, "samples", "powershell");
        Assert.Contains("compare_scores", Run(Path.Combine(samples, "top-functions.ps1"), "C", library, PowerShellFolder.Sample), StringComparison.Ordinal);
        File.Copy(PowerShellFolder.Sample, Path.Combine(_folder, "perf.data"));
        Run("in-folder.ps1", "C", _folder, Path.Combine(samples, "library.ps1"), library);
        Assert.True(File.Exists(Path.Combine(_folder, "callers.svg")));
    }

    [OptionalFact(Requirement.PowerShell)]
    public void The_module_can_be_published_and_installed() => Run("publish.ps1", "C", PowerShellFolder.Path, PowerShellFolder.Sample, _folder);

    [OptionalFact(Requirement.PowerShell)]
    public void A_minus_sign_reads_the_standard_input_of_the_process()
    {
        using Process pwsh = Start("stdin.ps1", "C", PowerShellFolder.Manifest);
        using (Stream input = pwsh.StandardInput.BaseStream) input.Write(File.ReadAllBytes(PowerShellFolder.Sample));
        Assert.Equal("6243", Finish(pwsh).Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Run(string script, string locale, params string[] arguments)
    {
        using Process pwsh = Start(script, locale, arguments);
        pwsh.StandardInput.Close();
        return Finish(pwsh);
    }

    private Process Start(string script, string locale, params string[] arguments)
    {
        string file = Path.Combine(PowerShellFolder.Repository, "tests", "FlameScope.PowerShell.Tests", script);
        // The tool is found by the manifest of the repository.
        var start = new ProcessStartInfo("dotnet", ["pwsh", "-NoProfile", "-NonInteractive", "-File", file, .. arguments])
        {
            WorkingDirectory = PowerShellFolder.Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The home folder has PowerShell's caches, modules and registered repositories, but also the packages of the tool.
        start.Environment.TryAdd("NUGET_PACKAGES", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
        start.Environment["XDG_CONFIG_HOME"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CACHE_HOME"] = Path.Combine(_folder, "home");
        start.Environment["LC_ALL"] = locale;
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = locale == "C" ? "1" : "0";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return Process.Start(start)!;
    }

    private static string Finish(Process pwsh)
    {
        Task<string> error = pwsh.StandardError.ReadToEndAsync();
        string output = pwsh.StandardOutput.ReadToEnd();
        pwsh.WaitForExit();
        Assert.True(pwsh.ExitCode == 0, output + error.Result);
        return output;
    }
}
