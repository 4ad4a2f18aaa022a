using System.Text;
using FlameScope.Model;
using Microsoft.Playwright;
using Xunit;
using Xunit.Sdk;

namespace FlameScope.Export.Tests;

/// <summary>Untrusted names in the page are shown as text and never run as script.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportHostileTests(ReportChromium chromium)
{
    private const string Own = "document.documentElement.id='owned'";

    private static byte[][] Names { get; } =
    [
        .. new[]
        {
            $"</script><script>{Own}</script>", $"<img src=x onerror=\"{Own}\">", $"\"><svg onload={Own}>",
            "<!--<script>", "]]>", "' onmouseover='alert(1)",
            "\u2028\u2029", "\u202Eevil\u202C", "\u2066x\u2069", "\uFEFFbom", "\0nul",
            "\u001B[31mred", "line\r\nend\ttab", "${alert(1)}", "`", "\\u003cb\\u003e",
            "__proto__", "constructor", "javascript:alert(1)", "a;b", "", " ", "{{title}}", "&lt;b&gt;", "漢字🔥",
            new string('x', 100_000), new string('\u202E', 30_000),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    [OptionalFact(Requirement.Browser)]
    public async Task Untrusted_names_are_shown_as_text()
    {
        await using ReportReader reader = await chromium.Open(Hostile(), new HtmlReportOptions { Title = Encoding.UTF8.GetString(Names[1]) });
        IPage page = reader.Page;
        int scripts = await page.Locator("script").CountAsync();
        string[] shown = await page.EvaluateAsync<string[]>(
            """
            () => {
              const f = flamescope, t = f.buildTree(f.selectSamples(f.profile, {idle: 'include'}), {grouping: 'none'});
              return Array.from({length: t.count}, (_, i) => t.nameOf(i));
            }
            """);
        foreach (byte[] name in Names.Where(n => n.Length > 0)) Assert.Contains(Encoding.UTF8.GetString(name), shown);

        // Moves and clicks over the flame graph and the heat map, so that every part of the page that shows names shows them.
        foreach (ILocator canvas in await page.Locator("canvas").AllAsync())
        {
            if (await canvas.BoundingBoxAsync() is not { } box) continue;
            for (int step = 1; step < 20; step++)
            {
                await page.Mouse.MoveAsync(box.X + (box.Width * step / 20), box.Y + (box.Height * (step % 5) / 5) + 3);
                if (step % 6 == 0) await page.Mouse.DownAsync();
                if (step % 6 == 1) await page.Mouse.UpAsync();
            }
            await page.Mouse.UpAsync();
        }
        Assert.Null(await page.GetAttributeAsync("html", "id"));
        Assert.Equal(scripts, await page.Locator("script").CountAsync());
        Assert.Equal(0, await page.Locator("img, svg[onload], iframe, object, embed").CountAsync());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_content_security_policy_blocks_other_scripts()
    {
        // The browser reports a violation on its console, which ReportReader treats as an error.
        var messages = new List<string>();
        await Assert.ThrowsAsync<EmptyException>(async () =>
        {
            await using ReportReader reader = await chromium.Open(Made.Small);
            reader.Page.Console += (_, message) => messages.Add(message.Text);
            await reader.Page.EvaluateAsync(
                "own => { const s = document.createElement('script'); s.textContent = own; document.body.append(s); }", Own);
            Assert.Null(await reader.Page.GetAttributeAsync("html", "id"));
        });
        Assert.Contains(messages, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_profile_without_samples_opens()
    {
        await using ReportReader reader = await chromium.Open(new ProfileBuilder().Build());
        Assert.Equal(0, await reader.Page.EvaluateAsync<int>("() => flamescope.profile.count"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_profile_without_times_opens()
    {
        await using ReportReader reader = await chromium.Open(TestData.ProfileSpec.Build([new(null, "app", 1, 1, null, "cycles", 3, ["main"])]));
        Assert.Equal(1, await reader.Page.EvaluateAsync<int>("() => flamescope.profile.untimed"));
        Assert.Equal(3, await reader.Page.EvaluateAsync<int>(
            "() => flamescope.buildTree(flamescope.selectSamples(flamescope.profile), {weight: 'period'}).total"));
    }

    // Two seconds of samples that use each name as function, module, comm and event.
    private static Profile Hostile()
    {
        string hostile = Encoding.UTF8.GetString(Names[0]);
        var builder = new ProfileBuilder
        {
            Format = hostile,
            Header = new RecordingHeader
            {
                HostName = hostile,
                CommandLine = hostile,
                Facts = [.. Names.Select(n => new HeaderFact { Name = hostile, Value = Encoding.UTF8.GetString(n) })],
            },
        };
        SampleEventId[] events = [.. Names.Select(n => builder.AddEvent(n))];
        for (int i = 0; i < 400; i++)
        {
            byte[] name = Names[i % Names.Length], other = Names[i * 7 % Names.Length];
            StackId stack = StackId.Empty;
            foreach (byte[] frame in new[] { name, other })
            {
                stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(frame), builder.AddModule(other), (FrameKind)(i % 5)));
            }
            builder.AddSample(i * 5_000_000L, stack, builder.AddThread(i % 4, i % 4, name), i % 2, events[i % events.Length]);
        }
        return builder.Build();
    }
}
