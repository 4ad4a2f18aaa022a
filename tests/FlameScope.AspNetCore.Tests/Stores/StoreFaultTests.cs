using System.Net;
using System.Text.Json;
using FlameScope.Columnar;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using StoreQuery = FlameScope.Store.ProfileQuery;

namespace FlameScope.AspNetCore.Tests;

/// <summary>Stores that fail, wait or change, and limits on what is asked of them.</summary>
public sealed class StoreFaultTests
{
    [Fact]
    public async Task What_an_engine_says_about_its_failure_is_not_sent()
    {
        using TestDataset dataset = await CreateAsync();
        var store = new HookedStore(dataset.Store) { BeforeStacks = _ => throw new ProfileStoreException("IO Error: /srv/secret/part-1.parquet") };
        await using TestBrowser browser = await StartAsync(store);
        JsonElement problem = await browser.GetJsonAsync("api/v1/flamegraph?profile=checkout", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("The store of profiles could not answer.", problem.GetProperty("detail").GetString());
        Assert.Equal(400, (await browser.GetJsonAsync("api/v1/heatmap?profile=checkout")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_question_in_the_engine()
    {
        using TestDataset dataset = await CreateAsync();
        var asked = new TaskCompletionSource();
        var canceled = new TaskCompletionSource();
        var store = new HookedStore(dataset.Store)
        {
            BeforeStacks = async token =>
            {
                token.Register(canceled.SetResult);
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
        };
        await using TestBrowser browser = await StartAsync(store);
        using var leaving = new CancellationTokenSource();
        Task request = browser.Client.GetAsync("api/v1/flamegraph?profile=checkout", leaving.Token);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await canceled.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_ended()
    {
        using TestDataset dataset = await CreateAsync();
        var store = new HookedStore(dataset.Store) { BeforeStacks = token => Task.Delay(Timeout.Infinite, token) };
        await using TestBrowser browser = await StartAsync(store, options => options.ParseTimeout = TimeSpan.FromSeconds(2));
        JsonElement problem = await browser.GetJsonAsync("api/v1/flamegraph?profile=checkout", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("shorter range", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_question_to_the_engine_answers_all_about_a_selection()
    {
        using TestDataset dataset = await CreateAsync();
        int count = 0;
        var store = new HookedStore(dataset.Store)
        {
            BeforeStacks = _ =>
            {
                Interlocked.Increment(ref count);
                return Task.CompletedTask;
            },
        };
        await using TestBrowser browser = await StartAsync(store);
        foreach (string url in (string[])["flamegraph?", "flamegraph?reversed=1&", "flamegraph?match=main&", "functions?", "selection?", "callers?function=main&"])
        {
            await browser.GetJsonAsync($"api/v1/{url}profile=checkout&from=1&to=2");
        }
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Samples_of_stacks_that_the_store_leaves_out_are_counted()
    {
        using TestDataset dataset = await CreateAsync();
        await using TestBrowser browser = await StartAsync(new HookedStore(dataset.Store) { MaximumStacks = 10 });
        JsonElement graph = await browser.GetJsonAsync("api/v1/flamegraph?profile=checkout"), functions = await browser.GetJsonAsync("api/v1/functions?profile=checkout");
        long samples = graph.GetProperty("samples").GetInt64();
        Assert.InRange(samples, 10, 399);
        Assert.Equal(400, samples + graph.GetProperty("omitted").GetInt64());
        Assert.Equal(400 - samples, functions.GetProperty("omitted").GetInt64());
        Assert.Equal(400 - samples, (await browser.GetJsonAsync("api/v1/selection?profile=checkout&from=0")).GetProperty("omitted").GetInt64());
        JsonElement diff = await browser.GetJsonAsync("api/v1/diff?profile=checkout&from=0&to=2&baseline=range&baselineFrom=2&baselineTo=5");
        Assert.Equal(400, diff.GetProperty("samples").GetInt64() + diff.GetProperty("baselineSamples").GetInt64() + diff.GetProperty("omitted").GetInt64());
    }

    [Fact]
    public async Task Saved_flame_graphs_say_how_many_samples_the_store_leaves_out()
    {
        using TestDataset dataset = await CreateAsync();
        await using TestBrowser browser = await StartAsync(new HookedStore(dataset.Store) { MaximumStacks = 10 });
        long omitted = (await browser.GetJsonAsync("api/v1/flamegraph?profile=checkout")).GetProperty("omitted").GetInt64();
        Assert.Contains($", {omitted} samples of the rarest stacks left out", await browser.Client.GetStringAsync("api/v1/export?format=svg&profile=checkout"));
        Assert.Contains("samples of the rarest stacks left out", await browser.Client.GetStringAsync("api/v1/export?format=diff-svg&profile=checkout&from=0&to=2&baseline=range&baselineFrom=2&baselineTo=5"));

        await using TestBrowser all = await StartAsync(new HookedStore(dataset.Store));
        Assert.DoesNotContain("left out", await all.Client.GetStringAsync("api/v1/export?format=svg&profile=checkout"));
    }

    [Fact]
    public async Task A_large_service_starts_with_its_last_minute_and_is_not_read_sample_by_sample()
    {
        using TestDataset dataset = await CreateAsync();
        await dataset.WriteAsync("checkout", "web-1", TestProfile.Create(4), shift: 600 * TestProfile.Second);
        var ranges = new List<TimeRange>();
        var store = new HookedStore(dataset.Store) { CountFactor = 1_000_000, OnStacks = ranges.Add };
        await using TestBrowser browser = await StartAsync(store);
        JsonElement about = await browser.GetJsonAsync("api/v1/profile?profile=checkout");
        JsonElement selection = about.GetProperty("view").GetProperty("selection");
        Assert.Equal(60 * TestProfile.Second, selection.GetProperty("to").GetInt64() - selection.GetProperty("from").GetInt64());
        Assert.Equal(60 * TestProfile.Second, Assert.Single(ranges) is var range ? range.End - range.Start : 0);
        // The number of all samples is that of a heat map.
        Assert.Equal(800, (await browser.GetJsonAsync("api/v1/selection?profile=checkout")).GetProperty("samples").GetInt64());
        Assert.Single(ranges);
        store.MapFactor = 1_000_000;
        JsonElement problem = await browser.GetJsonAsync("api/v1/moments?profile=checkout", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("800,000,000", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_recording_changes_the_answers_and_their_tags()
    {
        using TestDataset dataset = await CreateAsync();
        await using TestBrowser browser = await StartAsync(dataset.Store);
        const string Url = "api/v1/flamegraph?profile=checkout";
        using HttpResponseMessage first = await browser.GetAsync(Url);
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync());
        await dataset.WriteAsync("checkout", "web-2", TestProfile.Create(5));
        HttpStatusCode status;
        var limit = DateTime.UtcNow + TimeSpan.FromMinutes(2);
        do
        {
            await Task.Delay(200);
            status = await AskAgainAsync();
        }
        while (status == HttpStatusCode.NotModified && DateTime.UtcNow < limit);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(800, (await browser.GetJsonAsync(Url)).GetProperty("samples").GetInt64());

        async Task<HttpStatusCode> AskAgainAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using HttpResponseMessage response = await browser.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_health_check_reports_a_store_that_cannot_be_asked()
    {
        using TestDataset dataset = await CreateAsync();
        var store = new HookedStore(dataset.Store) { BeforeList = () => throw new ProfileStoreException("down") };
        await using TestBrowser browser = await TestBrowser.StartAsync(options => (options.Folder, options.Store) = ("", store), map: (app, _) => app.MapHealthChecks("/health"));
        using HttpResponseMessage response = await browser.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await browser.GetJsonAsync("api/v1/profiles", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_folder_or_uploads_beside_a_store_are_reported_when_the_browser_is_mapped()
    {
        using TestDataset dataset = await CreateAsync();
        foreach (Action<FlameScopeOptions> change in (Action<FlameScopeOptions>[])[options => options.Folder = "profiles", options => options.AllowUploads = true])
        {
            await Assert.ThrowsAsync<OptionsValidationException>(async () => await StartAsync(dataset.Store, change));
        }
    }

    private static async Task<TestDataset> CreateAsync()
    {
        var dataset = new TestDataset();
        await dataset.WriteAsync("checkout", "web-1", TestProfile.Create(1));
        return dataset;
    }

    private static Task<TestBrowser> StartAsync(IProfileStore store, Action<FlameScopeOptions>? configure = null) => TestBrowser.StartAsync(options =>
    {
        (options.Folder, options.Store) = ("", store);
        configure?.Invoke(options);
    });

    /// <summary>A store that a test makes fail, wait, or count more.</summary>
    private sealed class HookedStore(DatasetProfileStore store) : IProfileStore
    {
        public Func<CancellationToken, Task>? BeforeStacks { get; init; }

        public Action? BeforeList { get; init; }

        public Action<TimeRange>? OnStacks { get; init; }

        public long CountFactor { get; init; } = 1;

        public int MaximumStacks { get; init; } = int.MaxValue;

        public long MapFactor { get; set; } = 1;

        public async Task<SubsecondHeatmap> GetHeatmapAsync(StoreQuery query, HeatmapOptions? options = null, CancellationToken cancellationToken = default)
        {
            SubsecondHeatmap map = await store.GetHeatmapAsync(query, options, cancellationToken);
            return SubsecondHeatmap.FromCells(map.Origin, Array.ConvertAll(map.Values.ToArray(), value => value * MapFactor), options);
        }

        public async Task<StackCounts> GetStacksAsync(StoreQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default)
        {
            OnStacks?.Invoke(query.Range);
            if (BeforeStacks is { } before) await before(cancellationToken);
            return await store.GetStacksAsync(query, Math.Min(maximumStacks, MaximumStacks), cancellationToken);
        }

        public Task<StackComparison> CompareAsync(StoreQuery baseline, StoreQuery target, int maximumStacks = 100_000, CancellationToken cancellationToken = default) =>
            store.CompareAsync(baseline, target, maximumStacks, cancellationToken);

        public Task<FunctionCounts> GetFunctionsAsync(StoreQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default) =>
            store.GetFunctionsAsync(query, maximumStacks, cancellationToken);

        public Task<HostCounts> GetHostsAsync(StoreQuery query, TimeSpan columnLength, CancellationToken cancellationToken = default) =>
            store.GetHostsAsync(query, columnLength, cancellationToken);

        public Task<Profile> ReadAsync(StoreQuery query, long maximumSamples = 20_000_000, CancellationToken cancellationToken = default) =>
            store.ReadAsync(query, maximumSamples, cancellationToken);

        public async Task<IReadOnlyList<StoredRecording>> ListAsync(StoreQuery query, CancellationToken cancellationToken = default)
        {
            BeforeList?.Invoke();
            return [.. (await store.ListAsync(query, cancellationToken)).Select(recording => recording with { SampleCount = recording.SampleCount * CountFactor })];
        }
    }
}
