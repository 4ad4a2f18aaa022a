namespace FlameScope.PowerShell.Tests;

/// <summary>A test that needs PowerShell 7.4 or later as <c>pwsh</c> on the path. Skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshFactAttribute : FactAttribute
{
    public PwshFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(f => File.Exists(Path.Combine(f, "pwsh")) || File.Exists(Path.Combine(f, "pwsh.exe")))) Skip = "There is no pwsh on the path.";
    }
}
