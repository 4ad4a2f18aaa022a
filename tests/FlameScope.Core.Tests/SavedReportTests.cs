using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FlameScope.Export;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Core.Tests;

public sealed class SavedReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_canceled_save_leaves_no_file()
    {
        var view = new ProfileView(Profile());
        Assert.Throws<OperationCanceledException>(() => view.SaveReport(Path.Combine(_folder, "a.html"), new HtmlReportOptions(), new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_failed_save_leaves_no_file()
    {
        var view = new ProfileView(Profile());
        Assert.ThrowsAny<ArgumentException>(() => view.SaveReport(Path.Combine(_folder, "a.html"), new HtmlReportOptions { Rows = 1 }));
        Assert.ThrowsAny<Exception>(() => view.SaveReport(_folder));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(_folder)!), file => Path.GetFileName(file).StartsWith("." + Path.GetFileName(_folder), StringComparison.Ordinal));
    }

    [Fact]
    public void The_report_initially_shows_the_idle_samples_of_the_view()
    {
        var view = new ProfileView(Profile());
        Assert.Equal("include", ReadView(view.WithFilter(SampleFilter.All)).GetProperty("idle").GetString());
        Assert.NotEqual("include", ReadView(view).GetProperty("idle").GetString());
    }

    [Fact]
    public void The_report_initially_has_the_weight_of_the_view()
    {
        var view = new ProfileView(Profile());
        Assert.Equal("samples", ReadView(view).GetProperty("weight").GetString());
        Assert.Equal("period", ReadView(view.WeightedBy(SampleWeight.Period)).GetProperty("weight").GetString());
    }

    [Fact]
    public void A_report_of_two_views_starts_with_a_value_that_both_have()
    {
        ProfileView view = new ProfileView(Profile()).WeightedBy(SampleWeight.Period);
        string path = Path.Combine(_folder, "pair.html");
        view.SaveReport(path, new ProfileView(Profile()).Between(0, 1), "After");
        string html = File.ReadAllText(path);
        Assert.Contains("<title>After</title>", html, StringComparison.Ordinal);
        Assert.Contains("id=\"baseline-data\"", html, StringComparison.Ordinal);
        Assert.Equal("period", ReadView(view, new ProfileView(Profile())).GetProperty("weight").GetString());
        var empty = new ProfileView(new ProfileBuilder().Build());
        Assert.Equal("samples", ReadView(view, empty).GetProperty("weight").GetString());
    }

    private static Profile Profile() => ProfileSpec.Build(
    [
        new(0, "app", 1, 1, 0, "cycles", 10, ["main"]),
        new(500_000_000, "swapper", 0, 0, 0, "cycles", 10, ["k_start", "default_idle"]),
        new(1_500_000_000, "app", 1, 1, 0, "cycles", 10, ["main", "work"]),
    ]);

    // Returns the initial state of the page, see docs/report-format.md.
    private JsonElement ReadView(ProfileView view, ProfileView? baseline = null)
    {
        string path = Path.Combine(_folder, "view.html");
        if (baseline is null) view.SaveReport(path);
        else view.SaveReport(path, baseline);
        string html = File.ReadAllText(path);
        int start = html.IndexOf('>', html.IndexOf("id=\"profile-data\"", StringComparison.Ordinal)) + 1;
        using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(html[start..html.IndexOf('<', start)])), CompressionMode.Decompress);
        using var data = new MemoryStream();
        zlib.CopyTo(data);
        int length = BinaryPrimitives.ReadInt32LittleEndian(data.GetBuffer());
        return JsonDocument.Parse(Encoding.UTF8.GetString(data.GetBuffer(), 4, length)).RootElement.GetProperty("view");
    }
}
