using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Regular expressions that take long do not freeze the page.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportSlowPatternTests(ReportChromium browser)
{
    private const string Slow = @"(\w+)*Z\$";

    [OptionalFact(Requirement.Browser)]
    public async Task A_pattern_that_backtracks_is_stopped_and_the_page_stays_usable()
    {
        await using ReportReader reader = await browser.Open(
            ProfileSpec.Build([ProfileSpec.Sample(0, "app", "main", new string('w', 3000)), ProfileSpec.Sample(1, "app", "main", "other")]),
            hash: "#q=" + Uri.EscapeDataString(Slow));
        // The page opened, and answers while the pattern is matched.
        await reader.Press("i");
        Assert.Equal("icicle", await reader.Page.GetAttributeAsync("[aria-label=Direction] [aria-pressed=true]", "data-value"));
        await TextBecomes(reader, "#matched", "This pattern takes too long for the names of this recording.");
        Assert.Equal("true", await reader.Page.GetAttributeAsync("#search", "aria-invalid"));

        // A pattern with several repetitions is matched in the worker, too, and groups match as frames do.
        await reader.Search("(ot)+h.*r");
        await TextBecomes(reader, "#matched", "1 sample, 50.0%");
        await reader.Search("a(p)+");
        await TextBecomes(reader, "#matched", "2 samples, 100.0%");

        // A filter that cannot be evaluated is not applied, and says so.
        await reader.GoTo("#match=" + Uri.EscapeDataString(Slow));
        await TextBecomes(reader, ".chip", $"With frame: {Slow} (not applied)");
        await reader.SelectionContains("2 samples");
        await reader.GoTo("#match=" + Uri.EscapeDataString("(ot)+h.*r"));
        await TextBecomes(reader, "#selection-numbers b", "1");
    }

    private static async Task TextBecomes(ReportReader reader, string selector, string text) =>
        await reader.Page.WaitForFunctionAsync(
            "([selector, text]) => document.querySelector(selector)?.textContent === text", new[] { selector, text }, new() { Timeout = 60_000 });
}
