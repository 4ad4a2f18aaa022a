using FlameScope.Model;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>speedscope opens what is written, and shows the values that were written.</summary>
[Collection(ReportReaders.Name)]
public sealed class SpeedscopeViewerTests(ReportChromium chromium) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-speedscope-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OptionalTheory(Requirement.SpeedscopeViewer)]
    [InlineData(".speedscope.json", "nanoseconds", "3.00ms", "1.00ms")]
    [InlineData(".speedscope.json", "bytes", "2.86 MB", "976.56 KB")]
    [InlineData(".speedscope.json", "count", "3,000,000", "1,000,000")]
    [InlineData(".cpuprofile", "nanoseconds", "3.00ms", "1.00ms")]
    public async Task The_table_of_functions_has_the_written_values(string extension, string unit, string work, string main)
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 2, "worker");
        SampleEventId eventId = builder.AddEvent("samples", [new SampleValueType("weight", unit)], 0);
        StackId root = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("main \"<é>"), ModuleId.None, FrameKind.User));
        StackId leaf = builder.AddStack(root, builder.AddFrame(builder.AddSymbol("work"), ModuleId.None, FrameKind.User));
        builder.AddSample(new SampleRow { Time = 5_000_000, Stack = leaf, Thread = thread, Event = eventId, Value = 3_000_000 });
        builder.AddSample(new SampleRow { Time = 8_000_000, Stack = root, Thread = thread, Event = eventId, Value = 1_000_000 });
        // speedscope ignores the length of the last sample of a .cpuprofile.
        builder.AddSample(new SampleRow { Time = 9_000_000, Stack = leaf, Thread = thread, Event = eventId, Value = 0 });

        string text = await Open(builder.Build(), extension);
        Assert.Matches($@"{work} \(75%\)\s*work\b", text);
        Assert.Matches($@"{main} \(25%\)\s*main ""<é>", text);
    }

    // The page loads a script that passes the file, as the command of the package does.
    private async Task<string> Open(Profile profile, string extension)
    {
        IProfileWriter writer = ProfileWriters.Default.FindByPath(extension)!;
        using var file = new MemoryStream();
        ProfileWriters.Write(writer, profile.Select(), file);
        string script = Path.Combine(_folder, "profile.js");
        await File.WriteAllTextAsync(script, $"speedscope.loadFileFromBase64(\"profile{extension}\", \"{Convert.ToBase64String(file.ToArray())}\")");
        IPage page = await chromium.Browser.NewPageAsync();
        try
        {
            await page.GotoAsync($"{new Uri(TestEnvironment.SpeedscopePage!).AbsoluteUri}#view=sandwich&localProfilePath={script}");
            await page.GetByText("Symbol Name").WaitForAsync();
            return await page.InnerTextAsync("body");
        }
        finally
        {
            await page.CloseAsync();
        }
    }
}
