using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using FlameScope.Tests;

namespace FlameScope.Culture.Tests;

/// <summary>The console app prints the same bytes under every culture. It is built without cultures; here it runs with them.</summary>
public sealed class ConsoleAppTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope").FullName;

    private static readonly string[][] Commands =
    [
        ["info", "a.perf"],
        ["info", "a.perf", "--json"],
        ["dump", "a.perf"],
        ["heatmap", "a.perf"],
        ["heatmap", "a.perf", "--format", "svg", "--from", "2.5"],
        ["flamegraph", "a.perf", "--by", "tid", "--from", "2.5", "--to", "7.25"],
        ["flamegraph", "a.perf", "--format", "folded", "--by", "tid", "--tid", "-1"],
        ["flamechart", "a.perf", "--tid", "-1"],
        ["diff", "a.perf", "--baseline", "b.perf", "--format", "text"],
        ["diff", "a.perf", "--from", "4.5", "--to", "6", "--normalize", "time"],
        ["top", "a.perf", "--by", "tid"],
        ["top", "a.perf", "--baseline", "b.perf"],
        ["moments", "a.perf"],
        ["moments", "a.perf", "--json"],
        ["report", "a.perf"],
        ["collapse", "a.perf", "--tid"],
        ["heatmap", "a.perf", "--rows", "-1"],
        ["heatmap", "a.perf", "--from", "7.5", "--to", "2.5"],
        ["heatmap", "a.perf", "--from", "2,5"],
        ["nonsense"],
        ["--help"],
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OptionalTheory(Requirement.Cultures)]
    [InlineData("sv_SE")]
    [InlineData("de_DE")]
    [InlineData("ar_SA")]
    public void The_output_of_a_command_does_not_depend_on_the_culture(string language)
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.perf"), Texts.Profile);
        File.WriteAllBytes(Path.Combine(_folder, "b.perf"), Texts.Baseline);
        string app = Path.Combine(AppContext.BaseDirectory, "flamescope.dll"), own = Path.ChangeExtension(app, "runtimeconfig.json");
        string cultural = Path.Combine(_folder, "runtimeconfig.json");
        JsonNode config = JsonNode.Parse(File.ReadAllText(own))!;
        config["runtimeOptions"]!["configProperties"]!["System.Globalization.Invariant"] = false;
        File.WriteAllText(cultural, config.ToJsonString());
        foreach (string[] command in Commands)
        {
            string[] expected = Run("C", own, app, command);
            Assert.Equal([string.Join(' ', command), .. expected], [string.Join(' ', command), .. Run(language + ".UTF-8", cultural, app, command)]);
        }
    }

    // The exit code, standard output and standard error.
    private string[] Run(string language, string config, string app, string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", "--runtimeconfig", config, app, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = language;
        start.Environment.Remove("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "the command does not end");
        return [process.ExitCode.ToString(System.Globalization.CultureInfo.InvariantCulture), output, error.Result];
    }
}
