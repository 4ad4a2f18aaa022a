using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace FlameScope.AspNetCore.Tests;

/// <summary>Uploads are complete or absent, bounded, and never replace a file.</summary>
public sealed class UploadTests
{
    private static readonly string Profile = TestProfile.Create(4, count: 50).ToText();

    [Fact]
    public async Task Uploads_are_refused_by_default()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync();
        Assert.Equal((HttpStatusCode.Forbidden, 0), (await PutAsync(browser, "a.perf", Profile), FilesOf(browser).Length));
        Assert.False((await browser.GetJsonAsync("api/v1/profiles")).GetProperty("canUpload").GetBoolean());
    }

    [Fact]
    public async Task An_uploaded_profile_is_there()
    {
        await using TestBrowser browser = await StartAsync();
        using HttpResponseMessage response = await browser.Client.PutAsync("api/v1/profile?profile=new%20one.perf", new StringContent(Profile));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        JsonElement item = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("new one.perf", "perf script"), (item.GetProperty("path").GetString(), item.GetProperty("format").GetString()));
        Assert.Equal("profile?profile=new%20one.perf", response.Headers.Location!.OriginalString);
        Assert.Equal(Profile, File.ReadAllText(browser.Folder.In("new one.perf")));
        Assert.Single(FilesOf(browser));
        await browser.GetJsonAsync("heatmap/?filename=new%20one.perf");
    }

    [Fact]
    public async Task An_existing_file_is_not_replaced()
    {
        await using TestBrowser browser = await StartAsync();
        browser.Folder.Write("a.perf", "old");
        File.CreateSymbolicLink(browser.Folder.In("link.perf"), "/nonexistent");
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync(browser, "a.perf", Profile));
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync(browser, "link.perf", Profile));
        Assert.Equal("old", File.ReadAllText(browser.Folder.In("a.perf")));
        Assert.Equal(2, FilesOf(browser).Length);
    }

    [Theory]
    [InlineData("../a.perf", 400)]
    [InlineData("/tmp/a.perf", 400)]
    [InlineData(".a.perf", 400)]
    [InlineData("sub/.a", 400)]
    [InlineData("a\\b", 400)]
    [InlineData("a\nb", 400)]
    [InlineData("a\0b", 400)]
    [InlineData("a:b", 400)]
    [InlineData("a.", 400)]
    [InlineData("a ", 400)]
    [InlineData("missing/a.perf", 404)]
    [InlineData("outer/a.perf", 404)]
    [InlineData("", 400)]
    public async Task A_name_that_is_not_in_the_folder_is_refused(string name, int status)
    {
        await using TestBrowser browser = await StartAsync();
        using var outer = new TestFolder();
        Directory.CreateSymbolicLink(browser.Folder.In("outer"), outer.Path);
        Assert.Equal((HttpStatusCode)status, await PutAsync(browser, name, Profile));
        Assert.Empty(Directory.GetFileSystemEntries(outer.Path));
        Assert.Single(FilesOf(browser));
    }

    [Fact]
    public async Task What_is_too_large_or_no_profile_or_empty_leaves_nothing()
    {
        await using TestBrowser browser = await StartAsync(maximum: 10_000);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(browser, "a.perf", new string('x', 10_001)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync(browser, "a.perf", "no profile\n"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync(browser, "a.perf", ""));
        // Without a length, the limit is found while the body arrives.
        using var content = new StreamContent(new MemoryStream(new byte[200_000]));
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/v1/profile?profile=a.perf") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage response = await browser.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(FilesOf(browser));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "http://attacker.example")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_another_site_cannot_upload(string header, string value)
    {
        await using TestBrowser browser = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/v1/profile?profile=a.perf") { Content = new StringContent(Profile) };
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await browser.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.Forbidden, 0), (response.StatusCode, FilesOf(browser).Length));
    }

    [Fact]
    public async Task An_interrupted_upload_leaves_nothing()
    {
        await using TestBrowser browser = await StartAsync();
        using (TcpClient client = await BeginUploadAsync(browser.Address, "half.perf"))
        {
            await UntilAsync(() => FilesOf(browser).Length == 1);
            Assert.StartsWith(".", FilesOf(browser)[0], StringComparison.Ordinal);
            Assert.Equal(0, (await browser.GetJsonAsync("api/v1/profiles")).GetProperty("total").GetInt32());
        }
        await UntilAsync(() => FilesOf(browser).Length == 0);
    }

    [Fact]
    public async Task A_server_that_is_terminated_during_uploads_has_only_complete_files()
    {
        if (OperatingSystem.IsWindows()) return; // there are no signals
        using var folder = new TestFolder();
        using Process server = StartServer(folder.Path, out Uri address);
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        int accepted = 0;
        using var stop = new CancellationTokenSource();
        Task[] uploads =
        [
            .. Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++)
                {
                    try
                    {
                        using HttpResponseMessage response = await client.PutAsync($"api/v1/profile?profile=p{worker}-{i}.perf", new StringContent(Profile));
                        if (response.StatusCode == HttpStatusCode.Created) Interlocked.Increment(ref accepted);
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }
                }
            })),
        ];
        using TcpClient half = await BeginUploadAsync(address, "half.perf");
        await UntilAsync(() => Volatile.Read(ref accepted) > 20);
        using (Process kill = Process.Start("kill", ["-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) kill.WaitForExit();
        half.Close();
        Assert.True(server.WaitForExit(TimeSpan.FromMinutes(2)));
        await stop.CancelAsync();
        await Task.WhenAll(uploads);
        Assert.Equal(0, server.ExitCode);
        string[] files = Directory.GetFiles(folder.Path);
        Assert.All(files, file => Assert.Equal(Profile, File.ReadAllText(file)));
        Assert.InRange(files.Length, accepted, accepted + 4); // an answer may have been lost
    }

    private static Task<TestBrowser> StartAsync(long maximum = 1_000_000) => TestBrowser.StartAsync(options =>
    {
        options.AllowUploads = true;
        options.MaximumUploadBytes = maximum;
    });

    private static Process StartServer(string folder, out Uri address)
    {
        string path = typeof(UploadTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ServerPath").Value!;
        var start = new ProcessStartInfo("dotnet", [path, $"--FlameScope:Folder={folder}", "--FlameScope:AllowUploads=true", "--urls=http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        Process server = Process.Start(start)!;
        string line = server.StandardOutput.ReadLine()!;
        address = new Uri(line[(line.LastIndexOf(' ') + 1)..]);
        return server;
    }

    private static async Task<TcpClient> BeginUploadAsync(Uri address, string name)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT /api/v1/profile?profile={name} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{Profile[..500]}"));
        return client;
    }

    private static async Task<HttpStatusCode> PutAsync(TestBrowser browser, string name, string text)
    {
        using HttpResponseMessage response = await browser.Client.PutAsync("api/v1/profile?profile=" + Uri.EscapeDataString(name), new StringContent(text));
        return response.StatusCode;
    }

    private static string[] FilesOf(TestBrowser browser) => [.. Directory.GetFileSystemEntries(browser.Folder.Path).Select(path => Path.GetFileName(path))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var time = Stopwatch.StartNew(); !condition(); await Task.Delay(20)) Assert.True(time.Elapsed < TimeSpan.FromMinutes(2), "the condition was not met");
    }
}
