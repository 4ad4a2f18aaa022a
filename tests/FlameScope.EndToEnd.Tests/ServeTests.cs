using System.Diagnostics;

namespace FlameScope.EndToEnd.Tests;

/// <summary><c>flamescope serve</c> and the sample server.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_serves_a_folder_until_it_is_terminated()
    {
        // The native app and the app for .NET 8 have no server.
        if (TestEnvironment.App is not null || !File.Exists(ServerPath)) return;
        File.Copy(Repository.SampleProfile, _folder.In("shop.perf.gz"));
        using Process app = App.Start("serve", _folder.Path, "--port", "0");
        string line = (await app.StandardOutput.ReadLineAsync())!;
        Assert.StartsWith($"Serving {_folder.Path} at http://127.0.0.1:", line, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]), Timeout = TimeSpan.FromMinutes(2) };
        Assert.Equal("""[{"filename":"shop.perf.gz","type":"perf"}]""", await client.GetStringAsync("profile/"));
        Assert.Equal(
            App.Print("flamegraph", Repository.SampleProfile, "--from", "28.3", "--to", "28.58", "--format", "json").Trim(),
            (await client.GetStringAsync("flamegraph/?filename=shop.perf.gz&type=perf&flavor=standard&start=28.3&end=28.58")).Trim());
        Assert.Equal(
            App.Print("heatmap", Repository.SampleProfile, "--format", "json").Trim(),
            (await client.GetStringAsync("heatmap/?filename=shop.perf.gz&type=perf&rows=50")).Trim());
        if (OperatingSystem.IsWindows())
        {
            app.Kill(entireProcessTree: true); // there are no signals
            return;
        }
        using (Process kill = Process.Start("kill", ["-TERM", app.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        Assert.True(app.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal(0, app.ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("profile/"));
    }

    [Fact]
    public async Task Serve_opens_a_dataset_as_it_opens_a_folder()
    {
        if (TestEnvironment.App is not null || !File.Exists(ServerPath)) return;
        string dataset = _folder.In("fleet");
        foreach (string host in (string[])["web-1", "web-2"])
        {
            Assert.Equal(0, App.Run("dataset", "write", Repository.SampleProfile, "--service", "shop", "--host", host, "--dataset", dataset, "--allow-inexact-clock").ExitCode);
        }
        using Process app = App.Start("serve", dataset, "--port", "0");
        try
        {
            string line = (await app.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)))!;
            Assert.StartsWith($"Serving {dataset} at http://127.0.0.1:", line, StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]), Timeout = TimeSpan.FromMinutes(2) };
            string list = await client.GetStringAsync("api/v1/profiles");
            foreach (string name in (string[])["shop", "shop/web-1", "shop/web-2"]) Assert.Contains($"\"path\":\"{name}\"", list, StringComparison.Ordinal);
            Assert.Equal(
                App.Print("flamegraph", Repository.SampleProfile, "--format", "folded").Trim(),
                (await client.GetStringAsync("api/v1/export?profile=shop/web-1&format=folded")).Trim());
        }
        finally
        {
            app.Kill(entireProcessTree: true);
        }
        Assert.NotEqual(0, App.Run("serve", dataset, "--port", "0", "--upload").ExitCode);
    }

    [Fact]
    public void No_other_command_can_load_asp_net()
    {
        if (TestEnvironment.App is not null) return;
        // The runtime loads assemblies of the frameworks and of the dependencies that these files list.
        foreach (string file in (string[])["flamescope.runtimeconfig.json", "flamescope.deps.json"])
        {
            string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(App.Words[^1])!, file));
            Assert.DoesNotContain("AspNetCore", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Microsoft.Extensions.Hosting", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Serve_refuses_a_folder_that_does_not_exist_and_names_that_are_no_addresses()
    {
        Assert.Contains("there is no such folder", App.Run("serve", _folder.In("missing")).Error, StringComparison.Ordinal);
        Assert.Contains("--listen takes an address", App.Run("serve", _folder.Path, "--listen", "example.com").Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_server_serves_the_folder_of_its_settings()
    {
        string[] words = App.Built("FlameScope.Server");
        ProcessStartInfo start = App.Command(words, $"--FlameScope:Folder={Path.GetDirectoryName(Repository.SampleProfile)}", "--urls=http://127.0.0.1:0", "--contentRoot", _folder.Path);
        using Process server = Process.Start(start)!;
        try
        {
            string line;
            do line = (await server.StandardOutput.ReadLineAsync())!;
            while (!line.Contains("Now listening on: ", StringComparison.Ordinal));
            using var client = new HttpClient { BaseAddress = new Uri(line[(line.IndexOf("http", StringComparison.Ordinal))..]), Timeout = TimeSpan.FromMinutes(2) };
            Assert.Contains("shop.perf.gz", await client.GetStringAsync("profiles/profile/"), StringComparison.Ordinal);
            Assert.Equal("Healthy", await client.GetStringAsync("health"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static string ServerPath => Path.Combine(Path.GetDirectoryName(App.Words[^1])!, "server", "flamescope-server.dll");
}
