using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Extensions.DependencyInjection;

// cspell:ignore nffff
namespace FlameScope.AspNetCore.Tests;

/// <summary>The work of the server is bounded, shared and canceled, and files that change are never mixed.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_file_is_parsed_once_for_all_who_wait_for_it()
    {
        using var format = new SlowFormat();
        await using TestBrowser browser = await StartAsync(format);
        browser.Folder.Write("slow", "SLOW 1");
        Task<HttpResponseMessage>[] requests = [.. Enumerable.Range(0, 30).Select(i => browser.GetAsync($"flamegraph/?filename=slow&type={i}"))];
        await UntilAsync(() => format.Waiting == 1);
        await Task.Delay(100); // more requests arrive while the first one parses; a later one is answered from the cache
        format.Release();
        foreach (HttpResponseMessage response in await Task.WhenAll(requests)) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, format.ParseCount);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_parse_unless_another_waits_for_it()
    {
        using var format = new SlowFormat();
        await using TestBrowser browser = await StartAsync(format);
        browser.Folder.Write("slow", "SLOW 1");
        using var leaving = new CancellationTokenSource();
        Task first = browser.Client.GetAsync("flamegraph/?filename=slow", leaving.Token);
        Task<HttpResponseMessage> second = browser.GetAsync("flamegraph/?filename=slow&type=x");
        await UntilAsync(() => format.Waiting == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        format.Release();
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);

        browser.Folder.Write("other", "SLOW 2");
        using var last = new CancellationTokenSource();
        Task only = browser.Client.GetAsync("flamegraph/?filename=other", last.Token);
        await UntilAsync(() => format.Waiting == 1);
        await last.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => only);
        await UntilAsync(() => format.CanceledCount == 1);
    }

    [Fact]
    public async Task Parses_beyond_the_queue_are_refused_and_the_rest_is_served()
    {
        using var format = new SlowFormat();
        await using TestBrowser browser = await StartAsync(format, options =>
        {
            options.MaximumConcurrentParses = 1;
            options.MaximumQueuedParses = 1;
        });
        for (int i = 0; i < 4; i++) browser.Folder.Write($"slow-{i}", $"SLOW {i}");
        browser.Folder.Write("quick.perf", TestProfile.Create(1, count: 5).ToText());
        Task<HttpResponseMessage> first = browser.GetAsync("flamegraph/?filename=slow-0");
        await UntilAsync(() => format.Waiting == 1);
        Task<HttpResponseMessage> second = browser.GetAsync("flamegraph/?filename=slow-1");
        ProfileStore store = browser.App.Services.GetRequiredService<BrowserList>().All.Single().Store;
        await UntilAsync(() => store.QueueLength == 1);
        using HttpResponseMessage refused = await browser.GetAsync("flamegraph/?filename=slow-2");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await browser.GetJsonAsync("profile/");
        format.Release();
        format.Release();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
    }

    [Fact]
    public async Task A_parse_that_takes_too_long_is_ended()
    {
        using var format = new SlowFormat();
        await using TestBrowser browser = await StartAsync(format, options => options.ParseTimeout = TimeSpan.FromMilliseconds(200));
        browser.Folder.Write("slow", "SLOW 1");
        using HttpResponseMessage response = await browser.GetAsync("flamegraph/?filename=slow");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        await UntilAsync(() => format.CanceledCount == 1);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_refused_and_read_again()
    {
        using var format = new SlowFormat();
        await using TestBrowser browser = await StartAsync(format);
        browser.Folder.Write("slow", "SLOW old");
        Task<HttpResponseMessage> first = browser.GetAsync("flamegraph/?filename=slow");
        await UntilAsync(() => format.Waiting == 1);
        File.AppendAllText(browser.Folder.In("slow"), " new");
        format.Release();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await first).StatusCode);
        format.Release();
        JsonElement tree = await browser.GetJsonAsync("flamegraph/?filename=slow");
        Assert.Contains("SLOW old new", tree.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_may_appear_grow_and_vanish_while_the_folder_is_served()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync();
        TestProfile small = TestProfile.Create(1, count: 20), large = TestProfile.Create(2, count: 40);
        Assert.Equal(0, (await browser.GetJsonAsync("profile/")).GetArrayLength());
        browser.Folder.Write("a.perf", small.ToText());
        small.AssertHeatmap(await browser.GetJsonAsync("heatmap/?filename=a.perf"), 50);
        browser.Folder.Write("a.perf", large.ToText());
        large.AssertHeatmap(await browser.GetJsonAsync("heatmap/?filename=a.perf"), 50);
        File.Delete(browser.Folder.In("a.perf"));
        await browser.GetJsonAsync("heatmap/?filename=a.perf", HttpStatusCode.NotFound);
        Assert.Equal(0, (await browser.GetJsonAsync("profile/")).GetArrayLength());
        Directory.Delete(browser.Folder.Path, recursive: true);
        Assert.Equal(0, (await browser.GetJsonAsync("profile/")).GetArrayLength());
        Directory.CreateDirectory(browser.Folder.Path);
        browser.Folder.Write("a.perf", small.ToText());
        small.AssertHeatmap(await browser.GetJsonAsync("heatmap/?filename=a.perf"), 50);
    }

    [Fact]
    public async Task The_cache_is_bounded_and_evicted_profiles_are_parsed_again()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(options => options.CacheBytes = 300_000);
        ByteCache cache = browser.App.Services.GetRequiredService<BrowserList>().All.Single().Cache;
        TestProfile[] profiles = [.. Enumerable.Range(0, 20).Select(i => TestProfile.Create(i, count: 300))];
        for (int i = 0; i < profiles.Length; i++) browser.Folder.Write($"{i}.perf", profiles[i].ToText());
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < profiles.Length; i++)
            {
                profiles[i].Tree(1, 2).AssertEqual(await browser.GetJsonAsync($"flamegraph/?filename={i}.perf&start=1&end=2"));
                Assert.InRange(cache.Bytes, 0, 200_000);
            }
        }
        Assert.NotEqual(0, cache.Count);
    }

    [Fact]
    public async Task A_profile_that_needs_more_than_the_cache_is_refused()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(options => options.CacheBytes = 20_000);
        browser.Folder.Write("a.perf", TestProfile.Create(1, count: 2000).ToText());
        JsonElement problem = await browser.GetJsonAsync("api/v1/heatmap?profile=a.perf", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("memory", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transforms_are_limited_in_number_and_their_expressions_match_in_linear_time()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync();
        browser.Folder.Write("a.perf", TestProfile.Create(1).ToText());
        const string Url = "api/v1/flamegraph?profile=a.perf";
        string many = string.Concat(Enumerable.Repeat("&transform=invert", 16));
        await browser.GetJsonAsync(Url + many);
        await browser.GetJsonAsync(Url + many + "&transform=invert", HttpStatusCode.BadRequest);
        await browser.GetJsonAsync(Url + "&transform=" + Uri.EscapeDataString("prune=^f|g$"));
        await browser.GetJsonAsync(Url + "&transform=" + Uri.EscapeDataString("prune=(?<!a)f"), HttpStatusCode.BadRequest);
        await browser.GetJsonAsync(Url + "&transform=" + Uri.EscapeDataString(@"collapse-module=(a)\1"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_file_larger_than_the_limit_is_refused()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(options => options.MaximumProfileBytes = 1000);
        browser.Folder.Write("a.perf", TestProfile.Create(1).ToText());
        await browser.GetJsonAsync("api/v1/heatmap?profile=a.perf", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Requests_beyond_the_limit_are_refused()
    {
        using var format = new SlowFormat();
        await using TestBrowser browser = await StartAsync(format, options => (options.MaximumRequests, options.MaximumConcurrentParses) = (3, 3));
        string[] files = ["slow-1", "slow-2", "slow-3"];
        foreach (string file in files) browser.Folder.Write(file, "SLOW " + file);
        Task<HttpResponseMessage>[] waiting = [.. files.Select(file => browser.GetAsync("flamegraph/?filename=" + file))];
        await UntilAsync(() => format.Waiting == files.Length);
        using (HttpResponseMessage refused = await browser.GetAsync("profile/"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        foreach (string _ in files) format.Release();
        foreach (HttpResponseMessage response in await Task.WhenAll(waiting)) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await browser.GetJsonAsync("profile/");
    }

    [Fact]
    public async Task Slow_and_half_requests_and_wrong_lengths_do_not_affect_others()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(options => options.AllowUploads = true);
        browser.Folder.Write("a.perf", TestProfile.Create(1).ToText());
        string[] halves =
        [
            "G", "GET /profile/ HT", "GET /profile/ HTTP/1.1\r\nHost: local", "PUT /api/v1/profile?profile=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab",
            "PUT /api/v1/profile?profile=y HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nab", "GET /flamegraph/?filename=a.perf HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ];
        var connections = new List<TcpClient>();
        foreach (string half in Enumerable.Repeat(halves, 20).SelectMany(all => all))
        {
            var client = new TcpClient();
            await client.ConnectAsync(browser.Address.Host, browser.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(half));
            connections.Add(client);
        }
        for (int i = 0; i < 20; i++) await browser.GetJsonAsync("heatmap/?filename=a.perf");
        foreach (TcpClient client in connections) client.Dispose();
        foreach (string request in (string[])
        [
            "PUT /api/v1/profile?profile=z HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", "PUT /api/v1/profile?profile=z HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            "PUT /api/v1/profile?profile=z HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "PUT /api/v1/profile?profile=z HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "PUT /api/v1/profile?profile=z HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        ])
        {
            Assert.InRange(RawHttp.StatusOf(await RawHttp.SendAsync(browser.Address, request)), 400, 499);
        }
        await browser.GetJsonAsync("heatmap/?filename=a.perf");
        await UntilAsync(() => Directory.GetFiles(browser.Folder.Path).Length == 1);
    }

    [Fact]
    public async Task Parses_cache_and_requests_are_measured()
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "FlameScope.AspNetCore") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name, 1));
        listener.Start();
        var activities = new List<string>();
        using var activityListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "FlameScope.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (activities) activities.Add(activity.OperationName);
            },
        };
        ActivitySource.AddActivityListener(activityListener);
        await using TestBrowser browser = await TestBrowser.StartAsync();
        browser.Folder.Write("a.perf", TestProfile.Create(1).ToText());
        await browser.GetJsonAsync("heatmap/?filename=a.perf");
        await browser.GetJsonAsync("heatmap/?filename=a.perf");
        listener.RecordObservableInstruments();
        string[] names = ["flamescope.request.duration", "flamescope.parse.duration", "flamescope.parse.bytes", "flamescope.cache.hits", "flamescope.cache.misses", "flamescope.cache.size", "flamescope.cache.entries", "flamescope.parse.queue", "flamescope.answer.queue", "flamescope.request.active"];
        await UntilAsync(() =>
        {
            lock (seen) return names.All(seen.ContainsKey);
        });
        lock (seen) Assert.True(seen["flamescope.cache.size"] > 0 && seen["flamescope.cache.hits"] > 0);
        await UntilAsync(() =>
        {
            lock (activities) return activities.Contains("flamescope.parse") && activities.Contains("flamescope.answer");
        });

        void Add(string name, double value)
        {
            lock (seen) seen[name] = seen.GetValueOrDefault(name) + value;
        }
    }

    private static Task<TestBrowser> StartAsync(SlowFormat format, Action<FlameScopeOptions>? configure = null) => TestBrowser.StartAsync(options =>
    {
        options.MaximumConcurrentParses = 2;
        options.ReadOptions = new ProfileReadOptions { Formats = ProfileFormats.Default.With(format) };
        configure?.Invoke(options);
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var time = Stopwatch.StartNew(); !condition(); await Task.Delay(20)) Assert.True(time.Elapsed < TimeSpan.FromMinutes(2), "the condition was not met");
    }

    /// <summary>A format whose files start with <c>SLOW</c>. Parsing one waits until the test releases it.</summary>
    private sealed class SlowFormat : IProfileReader, IDisposable
    {
        private readonly SemaphoreSlim _released = new(0);
        private int _waiting;
        private int _parseCount;
        private int _canceledCount;

        public int Waiting => Volatile.Read(ref _waiting);

        public int ParseCount => Volatile.Read(ref _parseCount);

        public int CanceledCount => Volatile.Read(ref _canceledCount);

        public string Name => "slow";

        public string Description => "A format of the tests";

        public void Release() => _released.Release();

        public void Dispose() => _released.Dispose();

        public FormatMatch Match(FormatProbe probe) => probe.Start.StartsWith("SLOW"u8) ? FormatMatch.Yes : FormatMatch.No;

        public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context) => new Parser(this, builder, context);

        private sealed class Parser(SlowFormat format, ProfileBuilder builder, ReadContext context) : IProfileParser
        {
            private string _text = "";

            public int Parse(ReadOnlySpan<byte> block, bool isFinal)
            {
                _text += Encoding.UTF8.GetString(block);
                return block.Length;
            }

            public void Complete()
            {
                Interlocked.Increment(ref format._parseCount);
                Interlocked.Increment(ref format._waiting);
                try
                {
                    format._released.Wait(context.CancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref format._canceledCount);
                    throw;
                }
                finally
                {
                    Interlocked.Decrement(ref format._waiting);
                }
                FrameId frame = builder.AddFrame(builder.AddSymbol(_text), builder.AddModule("/slow"), FrameKind.User);
                builder.AddSample(1_000_000_000, builder.AddStack(StackId.Empty, frame), builder.AddThread(1, 1, "slow"), 0, builder.AddEvent("cycles"));
            }
        }
    }
}
