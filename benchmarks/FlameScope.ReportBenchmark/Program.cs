using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.ReportBenchmark;
using Microsoft.Playwright;

// Measures the interactive report in a headless Chromium: with the file that is given or that FLAMESCOPE_BENCHMARK_FILE names, and with a million
// samples that are generated from it.
string? file = args.Length > 0 ? args[0] : Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_FILE");
if (string.IsNullOrEmpty(file))
{
    Console.Error.WriteLine("Which recording? Give a file, or name one in FLAMESCOPE_BENCHMARK_FILE.");
    return 2;
}
string chromium = Environment.GetEnvironmentVariable("FLAMESCOPE_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";
Profile profile = ProfileFile.Open(file);
using IPlaywright playwright = await Playwright.CreateAsync();
await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
await new ReportMeasures(browser, profile, Path.GetFileName(file)).Run();
await new ReportMeasures(browser, LongerProfile.Of(profile, 1_000_000), "a million of them").Run();
return 0;
