using System.Net;
using System.Text;
using System.Text.Json;

// cspell:ignore Fsecret
namespace FlameScope.AspNetCore.Tests;

/// <summary>Nothing outside of the folder is reachable, and no request breaks the server.</summary>
public sealed class SafetyTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "secret-of-the-machine";

    private static readonly string[] Routes =
    [
        "/heatmap/?filename=", "/flamegraph/?filename=", "/differential/?compareFilename=a.perf&filename=", "/elided/?filename=a.perf&compareFilename=",
        "/api/v1/profile?profile=", "/api/v1/heatmap?profile=", "/api/v1/summary?profile=", "/api/v1/export?format=folded&profile=",
        "/api/v1/diff?profile=a.perf&baseline=profile&baselineProfile=",
    ];

    private readonly TestFolder _outer = new();
    private TestBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _browser = await TestBrowser.StartAsync(options => options.Folder = _outer.In("profiles"));
        string profile = TestProfile.Create(3, count: 20).ToText();
        string secret = profile.Replace("main", Secret, StringComparison.Ordinal);
        _outer.Write("profiles/a.perf", profile);
        _outer.Write("profiles/sub/b.perf", profile);
        _outer.Write("profiles/.hidden/c.perf", secret);
        _outer.Write("secret.perf", secret);
        _outer.Write("profiles-of-others/secret.perf", secret);
        _outer.Write("profiles.perf", secret);
        File.CreateSymbolicLink(_outer.In("profiles/inner.perf"), "sub/b.perf");
        File.CreateSymbolicLink(_outer.In("profiles/outer.perf"), "../secret.perf");
        File.CreateSymbolicLink(_outer.In("profiles/absolute.perf"), _outer.In("secret.perf"));
        File.CreateSymbolicLink(_outer.In("profiles/chain.perf"), "outer.perf");
        File.CreateSymbolicLink(_outer.In("profiles/loop.perf"), "loop.perf");
        File.CreateSymbolicLink(_outer.In("profiles/broken.perf"), "missing.perf");
        Directory.CreateSymbolicLink(_outer.In("profiles/others"), "../profiles-of-others");
        Directory.CreateSymbolicLink(_outer.In("profiles/again"), ".");
        Directory.CreateSymbolicLink(_outer.In("profiles/alias"), "sub");
    }

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    public void Dispose() => _outer.Dispose();

    [Fact]
    public async Task The_list_has_links_within_the_folder_and_no_others()
    {
        JsonElement list = await _browser.GetJsonAsync("profile/");
        Assert.Equal(["a.perf", "alias/b.perf", "inner.perf", "sub/b.perf"], list.EnumerateArray().Select(item => item.GetProperty("filename").GetString()));
    }

    [Theory]
    [InlineData("inner.perf", 200)]
    [InlineData("alias/b.perf", 200)]
    [InlineData("again/again/a.perf", 200)]
    [InlineData("../secret.perf", 404)]
    [InlineData("sub/../a.perf", 404)]
    [InlineData("sub/../../secret.perf", 404)]
    [InlineData("./a.perf", 404)]
    [InlineData("/a.perf", 404)]
    [InlineData("a.perf/", 404)]
    [InlineData("sub//b.perf", 404)]
    [InlineData("outer.perf", 404)]
    [InlineData("absolute.perf", 404)]
    [InlineData("chain.perf", 404)]
    [InlineData("loop.perf", 404)]
    [InlineData("broken.perf", 404)]
    [InlineData("others/secret.perf", 404)]
    [InlineData("alias/../../secret.perf", 404)]
    [InlineData(".hidden/c.perf", 404)]
    [InlineData("../profiles-of-others/secret.perf", 404)]
    [InlineData("-of-others/secret.perf", 404)]
    [InlineData(".perf", 404)]
    [InlineData("a.perf\0", 404)]
    [InlineData("a.perf\0.gz", 404)]
    [InlineData("..\\secret.perf", 404)]
    [InlineData("..%2Fsecret.perf", 404)]
    [InlineData("%2e%2e/secret.perf", 404)]
    [InlineData("file:///etc/passwd", 404)]
    [InlineData("/etc/passwd", 404)]
    [InlineData("C:\\Windows\\win.ini", 404)]
    [InlineData("~/a.perf", 404)]
    public async Task A_name_is_one_of_the_folder_or_not_found(string name, int status)
    {
        foreach (string route in Routes)
        {
            // What FlameScope's client sends, and with every byte escaped.
            string bytes = string.Concat(Encoding.UTF8.GetBytes(name).Select(b => $"%{b:X2}"));
            foreach (string escaped in (string[])[Uri.EscapeDataString(name), bytes])
            {
                using HttpResponseMessage response = await _browser.Client.GetAsync(route + escaped);
                string body = await response.Content.ReadAsStringAsync();
                Assert.Equal((status, route), ((int)response.StatusCode, route));
                AssertSilent(body);
            }
        }
    }

    [Fact]
    public async Task An_absolute_path_into_the_folder_is_not_found()
    {
        using HttpResponseMessage response = await _browser.Client.GetAsync($"/heatmap/?filename={Uri.EscapeDataString(_outer.In("profiles/a.perf"))}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2_000)]
    [InlineData(7_000)]
    [InlineData(20_000)]
    public async Task An_overlong_name_is_not_found_or_too_long(int length)
    {
        int status = await RawHttp.GetStatusAsync(_browser.Address, "/heatmap/?filename=" + new string('a', length));
        Assert.Contains(status, (int[])[404, 414]);
    }

    [Fact]
    public async Task Ten_thousand_generated_requests_leave_the_folder_never_and_break_nothing()
    {
        var generator = new RequestGenerator(seed: 20_190);
        var statuses = new Dictionary<int, int>();
        using var connection = new PipelinedConnection(_browser.Address);
        for (int i = 0; i < 10_000; i++)
        {
            string target = generator.Next();
            (int status, string body) = await connection.GetAsync(target);
            Assert.True(status is 200 or 204 or 304 or 308 or (>= 400 and < 500) && status != 499, $"{target}: {status} {body}");
            Assert.False(body.Contains(Secret, StringComparison.Ordinal) || body.Contains("root:", StringComparison.Ordinal), target);
            Assert.DoesNotContain(_outer.Path, body, StringComparison.Ordinal);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }
        // The requests are of all kinds: some names exist, most do not, and some are no requests.
        Assert.True(statuses[200] > 200 && statuses[404] > 1000 && statuses[400] > 100, string.Join(", ", statuses));
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("localhost:1234", 200)]
    [InlineData("profiles.localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("10.1.2.3", 200)]
    [InlineData("attacker.example", 400)]
    [InlineData("localhost.attacker.example", 400)]
    [InlineData("127.0.0.1.attacker.example", 400)]
    [InlineData("", 400)]
    [InlineData("a b", 400)]
    public async Task A_foreign_host_is_refused(string host, int status)
    {
        foreach (string path in (string[])["/", "/profile/", "/heatmap/?filename=a.perf", "/api/v1/profiles", "/api/v1/openapi.json"])
        {
            string answer = await RawHttp.SendAsync(_browser.Address, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            Assert.True(status == RawHttp.StatusOf(answer), $"{path}: {answer}");
        }
    }

    [Fact]
    public async Task A_request_without_a_host_is_refused() =>
        Assert.Equal(400, RawHttp.StatusOf(await RawHttp.SendAsync(_browser.Address, "GET /profile/ HTTP/1.1\r\nConnection: close\r\n\r\n")));

    [Fact]
    public async Task A_host_may_be_configured()
    {
        await using TestBrowser named = await TestBrowser.StartAsync(options => options.AllowedHosts.Add("*.example.com"));
        Assert.Equal(200, await RawHttp.GetStatusAsync(named.Address, "/profile/", "profiles.example.com"));
        Assert.Equal(400, await RawHttp.GetStatusAsync(named.Address, "/profile/", "example.org"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/profile/")]
    [InlineData("/heatmap/?filename=a.perf")]
    [InlineData("/heatmap/?filename=missing")]
    [InlineData("/api/v1/profiles")]
    [InlineData("/api/v1/flamegraph?profile=a.perf")]
    [InlineData("/api/v1/flamegraph?profile=missing")]
    [InlineData("/api/v1/thumbnail?profile=a.perf")]
    [InlineData("/api/v1/export?profile=a.perf&format=svg")]
    [InlineData("/api/v1/export?profile=a.perf&format=report")]
    [InlineData("/api/v1/openapi.json")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using HttpResponseMessage response = await _browser.Client.GetAsync(path);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || policy.Contains("sandbox", StringComparison.Ordinal));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["same-origin"], response.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        if (path.Contains("export", StringComparison.Ordinal)) Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_folder_of_broken_files_is_listed_and_each_file_fails_by_itself()
    {
        var random = new Random(7);
        byte[] good = Encoding.UTF8.GetBytes(TestProfile.Create(5, count: 30).ToText());
        byte[][] starts = [good, [0x1f, 0x8b, 8, 0], "{\"traceEvents\":["u8.ToArray(), "{\"nodes\":[{"u8.ToArray(), "PERFILE2"u8.ToArray(), "Nettrace\x14\0\0\0!FastSerialization.1"u8.ToArray(), "FLR\0"u8.ToArray(), "PK\x3\x4"u8.ToArray(), [0x28, 0xb5, 0x2f, 0xfd]];
        for (int i = 0; i < 60; i++)
        {
            byte[] start = starts[i % starts.Length];
            byte[] bytes = [.. start, .. Enumerable.Range(0, random.Next(400)).Select(_ => (byte)random.Next(256))];
            for (int j = 0; j < 10; j++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_outer.In($"profiles/broken-{i}"), bytes);
        }
        JsonElement list = await _browser.GetJsonAsync("profile/");
        Assert.Equal(64, list.GetArrayLength());
        for (int i = 0; i < 60; i++)
        {
            using HttpResponseMessage tree = await _browser.Client.GetAsync($"/flamegraph/?filename=broken-{i}");
            Assert.Contains((int)tree.StatusCode, (int[])[200, 400]);
            JsonElement summary = await _browser.GetJsonAsync($"api/v1/summary?profile=broken-{i}");
            Assert.Equal(tree.IsSuccessStatusCode, summary.GetProperty("error").ValueKind == JsonValueKind.Null);
        }
        await _browser.GetJsonAsync("heatmap/?filename=a.perf");
    }

    private void AssertSilent(string body)
    {
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        Assert.DoesNotContain(_outer.Path, body, StringComparison.Ordinal);
    }
}
