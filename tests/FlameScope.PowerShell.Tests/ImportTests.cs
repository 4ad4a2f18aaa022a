using System.Diagnostics;
using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using Engine = System.Management.Automation.PowerShell;

namespace FlameScope.PowerShell.Tests;

/// <summary>Reading profiles: paths, errors, warnings, and Ctrl-C.</summary>
public sealed class ImportTests(Shell shell) : IClassFixture<Shell>
{
    private const string Samples = "(Import-FlameScopeProfile shop.perf.gz).SampleCount";

    [Theory]
    [InlineData("Import-FlameScopeProfile shop.perf.gz")]
    [InlineData("Import-FlameScopeProfile ./shop.perf.gz")]
    [InlineData("Import-FlameScopeProfile shop*.gz")]
    [InlineData("Import-FlameScopeProfile -LiteralPath shop.perf.gz")]
    [InlineData("'shop.perf.gz' | Import-FlameScopeProfile")]
    [InlineData("Get-ChildItem *.perf.gz | Import-FlameScopeProfile")]
    [InlineData("Get-Item shop.perf.gz | Import-FlameScopeProfile")]
    [InlineData("[pscustomobject]@{ Path = 'shop.perf.gz' } | Import-FlameScopeProfile")]
    [InlineData("New-PSDrive Here FileSystem $PWD -Scope Global | Out-Null; Import-FlameScopeProfile Here:/shop.perf.gz; Remove-PSDrive Here")]
    public void A_file_is_found_relative_to_the_current_location(string script)
    {
        PSObject view = Assert.Single(shell.Get(script));
        Assert.Equal("FlameScope.ProfileView", view.TypeNames[0]);
        Assert.Equal(shell.In("shop.perf.gz"), view.Properties["Source"].Value);
        Assert.Equal("shop", view.Properties["Name"].Value);
    }

    [Fact]
    public void Brackets_in_the_name_of_an_existing_file_are_literal()
    {
        File.Copy(PowerShellFolder.Sample, shell.In("b[1].gz"), overwrite: true);
        Assert.Single(shell.Get("Import-FlameScopeProfile 'b[1].gz'"));
        Assert.Single(shell.Get("Get-Item -LiteralPath 'b[1].gz' | Import-FlameScopeProfile"));
        File.Delete(shell.In("b[1].gz"));
    }

    [Theory]
    [InlineData("'# ========', '# captured on    : Mon Nov 30 2026'")]
    [InlineData("'java 12 [001] 3.250000: cycles:', '  7f0 main (app)'")]
    [InlineData("'main;run;read 12', 'main;run;write 3'")]
    [InlineData("'{\"nodes\": [', '1'")]
    [InlineData("[char]0x1f + [char]0xfffd, 'x'")]
    public void Content_in_place_of_paths_is_one_error_that_names_FromText(string content)
    {
        ShellResult result = shell.Run($"{content} | Import-FlameScopeProfile");
        Assert.Empty(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ContentWithoutFromText,", error.FullyQualifiedErrorId);
        Assert.Contains("-FromText", error.Exception.Message);
    }

    [Theory]
    [InlineData("#1.perf.gz")]
    [InlineData("main;run 12")]
    public void The_name_of_an_existing_file_is_a_path_even_if_it_has_the_form_of_content(string name)
    {
        File.Copy(PowerShellFolder.Sample, shell.In(name), overwrite: true);
        Assert.Single(shell.Get($"'{name}' | Import-FlameScopeProfile"));
        File.Delete(shell.In(name));
    }

    [Fact]
    public void A_missing_path_of_the_pipeline_is_an_error_of_its_own()
    {
        ShellResult result = shell.Run("'no such file; 1.perf', './[none', 'missing.gz' | Import-FlameScopeProfile");
        Assert.Equal(3, result.Errors.Count);
        Assert.DoesNotContain(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("ContentWithoutFromText", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-Comm java")]
    [InlineData("-Match '^java.util'")]
    [InlineData("-Exclude rebuild")]
    [InlineData("-ThreadId 1")]
    [InlineData("-ProcessId 1")]
    [InlineData("-Cpu 0")]
    public void A_filter_selects_fewer_samples(string filter)
    {
        ShellResult result = shell.Run($"(Import-FlameScopeProfile shop.perf.gz {filter} -WarningAction SilentlyContinue).SampleCount");
        Assert.InRange((long)Assert.Single(result.Output).BaseObject, 0, shell.One<long>(Samples) - 1);
    }

    [Fact]
    public void Idle_samples_weights_and_transforms_can_be_chosen()
    {
        Assert.True(shell.One<long>("(Import-FlameScopeProfile shop.perf.gz -IncludeIdle).SampleCount") >= shell.One<long>(Samples));
        Assert.Equal("period", shell.One<string>("(Import-FlameScopeProfile shop.perf.gz -Weight period).Weight"));
        Assert.True(shell.One<int>("(Import-FlameScopeProfile shop.perf.gz -Transform collapse-kernel, by-module).GetStackTree().Count")
            < shell.One<int>("(Import-FlameScopeProfile shop.perf.gz).GetStackTree().Count"));
    }

    [Fact]
    public void The_lines_of_a_text_can_be_piped()
    {
        using (var gzip = new GZipStream(File.OpenRead(PowerShellFolder.Sample), CompressionMode.Decompress))
        using (FileStream text = File.Create(shell.In("shop.txt"))) gzip.CopyTo(text);
        Assert.Equal(shell.One<long>(Samples), shell.One<long>("(Get-Content shop.txt | Import-FlameScopeProfile -FromText).SampleCount"));
        ShellResult empty = shell.Run("'nothing' | Import-FlameScopeProfile -FromText");
        Assert.Equal(ErrorCategory.InvalidData, Assert.Single(empty.Errors).CategoryInfo.Category);
    }

    [Fact]
    public void A_missing_file_among_several_is_an_error_and_the_others_are_read()
    {
        ShellResult result = shell.Run("'shop.perf.gz', 'missing.gz', 'shop.perf.gz' | Import-FlameScopeProfile");
        Assert.Null(result.Terminating);
        Assert.Equal(2, result.Output.Count);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("missing.gz", error.TargetObject);
        Assert.Equal("FileNotFound,FlameScope.PowerShell.ImportProfileCommand", error.FullyQualifiedErrorId);
        Assert.Equal($"The file '{shell.In("missing.gz")}' does not exist.", error.ToString());
    }

    [Fact]
    public void ErrorAction_and_ErrorVariable_work()
    {
        Assert.Equal(2, shell.Get("'shop.perf.gz', 'missing.gz', 'shop.perf.gz' | Import-FlameScopeProfile -ErrorAction SilentlyContinue").Count);
        Assert.Equal(1, shell.One<int>("$null = 'missing.gz' | Import-FlameScopeProfile -ErrorAction SilentlyContinue -ErrorVariable found; $found.Count"));
        Assert.NotNull(shell.Run("'missing.gz', 'shop.perf.gz' | Import-FlameScopeProfile -ErrorAction Stop").Terminating);
    }

    [Theory]
    [InlineData("Import-FlameScopeProfile *.missing", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-FlameScopeProfile .", ErrorCategory.ReadError)]
    [InlineData("Import-FlameScopeProfile Env:PATH", ErrorCategory.InvalidArgument)]
    [InlineData("Set-Content not.profile 'Not a profile.'; Import-FlameScopeProfile not.profile", ErrorCategory.InvalidData)]
    [InlineData("Import-FlameScopeProfile shop.perf.gz -Weight nothing", ErrorCategory.InvalidArgument)]
    public void What_cannot_be_read_is_an_error_without_the_noise_of_reflection(string script, ErrorCategory category)
    {
        ShellResult result = shell.Run(script);
        Assert.Empty(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.DoesNotContain("Exception", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.TargetObject);
    }

    [Theory]
    [InlineData("-Match '('")]
    [InlineData("-Exclude '['")]
    [InlineData("-Format nothing")]
    [InlineData("-Transform nothing")]
    [InlineData("-Undefined 1")]
    public void A_bad_option_ends_the_command(string option)
    {
        ShellResult result = shell.Run($"'shop.perf.gz', 'shop.perf.gz' | Import-FlameScopeProfile {option}");
        Assert.Empty(result.Output);
        Assert.Equal(ErrorCategory.InvalidArgument, Assert.Single(result.Errors).CategoryInfo.Category);
    }

    [Fact]
    public void Damage_is_one_warning_and_its_details_are_verbose()
    {
        string text = Decompressed();
        File.WriteAllText(shell.In("damaged.perf"), text[..20_000] + "\nthis is no line\n\n" + text[20_000..]);
        ShellResult result = shell.Run("Import-FlameScopeProfile damaged.perf -Verbose");
        Assert.Single(result.Output);
        string warning = Assert.Single(result.Warnings);
        Assert.StartsWith(shell.In("damaged.perf") + ": ", warning, StringComparison.Ordinal);
        Assert.Contains("skipped or partly read", warning, StringComparison.Ordinal);
        Assert.True(result.Verbose.Count >= 2, string.Join('\n', result.Verbose));
        Assert.Empty(shell.Run("Import-FlameScopeProfile damaged.perf -WarningAction SilentlyContinue").Errors);
    }

    [Fact]
    public void Half_a_compressed_file_is_a_warning()
    {
        File.WriteAllBytes(shell.In("half.gz"), File.ReadAllBytes(PowerShellFolder.Sample)[..20_000]);
        ShellResult result = shell.Run("Import-FlameScopeProfile half.gz");
        Assert.Single(result.Output);
        Assert.Contains("damaged or cut", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_without_names_are_a_warning()
    {
        File.WriteAllText(shell.In("nameless.perf"), "a 1 1.000000: cycles:\n\t1 [unknown] (/a)\n\t2 [unknown] (/a)\n\n");
        Assert.Contains("no names", Assert.Single(shell.Run("Import-FlameScopeProfile nameless.perf").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_without_samples_is_a_warning() =>
        Assert.Contains("no sample matches", Assert.Single(shell.Run("Import-FlameScopeProfile shop.perf.gz -Comm nobody").Warnings), StringComparison.Ordinal);

    [Fact]
    public async Task Stopping_works_while_the_input_delivers_nothing()
    {
        if (OperatingSystem.IsWindows()) return;
        using (Process make = Process.Start("mkfifo", [shell.In("fifo")])) await make.WaitForExitAsync();
        using Engine engine = shell.Start("Import-FlameScopeProfile fifo");
        IAsyncResult running = engine.BeginInvoke();
        // Opens when the command reads, and then writes nothing.
        await using FileStream writer = await Task.Run(() => new FileStream(shell.In("fifo"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)).WaitAsync(TimeSpan.FromMinutes(2));
        await Task.Run(engine.Stop).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
    }

    [Fact]
    public async Task Stopping_works_while_a_text_is_piped()
    {
        using Engine engine = shell.Start("& { '# header'; $started.Set() | Out-Null; Start-Sleep 600 } | Import-FlameScopeProfile -FromText");
        using var started = new ManualResetEventSlim();
        engine.Runspace.SessionStateProxy.SetVariable("started", started);
        IAsyncResult running = engine.BeginInvoke();
        Assert.True(started.Wait(TimeSpan.FromMinutes(2)));
        await Task.Run(engine.Stop).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
    }

    private static string Decompressed()
    {
        using var gzip = new GZipStream(File.OpenRead(PowerShellFolder.Sample), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
