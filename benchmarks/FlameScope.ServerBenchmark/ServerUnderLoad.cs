using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace FlameScope.ServerBenchmark;

/// <summary>A server process with its clients.</summary>
internal sealed class ServerUnderLoad : IDisposable
{
    private readonly Process _process;

    public ServerUnderLoad(string folder, long cacheBytes)
    {
        string path = typeof(ServerUnderLoad).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ServerPath").Value!;
        string cache = string.Create(CultureInfo.InvariantCulture, $"--FlameScope:CacheBytes={cacheBytes}");
        var start = new ProcessStartInfo("dotnet", [path, $"--FlameScope:Folder={folder}", cache, "--urls=http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]), Timeout = TimeSpan.FromMinutes(10) };
        Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
    }

    public HttpClient Client { get; }

    /// <summary>The time that the server has used processors.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The resident memory of the server in MB.</summary>
    public long ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_000_000;
        }
    }

    /// <summary>The maximum resident memory of the server so far in MB.</summary>
    public long PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1_000_000;
        }
    }

    /// <summary>Requests a resource; returns the status, the time, and the length of what arrived.</summary>
    public async Task<(int Status, TimeSpan Time, long Bytes)> GetAsync(string url)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await Client.GetAsync(url, HttpCompletionOption.ResponseContentRead);
        long bytes = (await response.Content.ReadAsByteArrayAsync()).Length;
        return ((int)response.StatusCode, Stopwatch.GetElapsedTime(start), bytes);
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
