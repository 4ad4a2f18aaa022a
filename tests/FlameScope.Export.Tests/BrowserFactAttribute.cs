using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>
/// A test that needs Chromium: the one FLAMESCOPE_CHROMIUM names, or /usr/bin/chromium. Skipped, with the reason, where there is none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Executable)) Skip = $"There is no browser at {Executable}: set FLAMESCOPE_CHROMIUM to a Chromium.";
    }

    public static string Executable => Environment.GetEnvironmentVariable("FLAMESCOPE_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";
}
