namespace FlameScope.PowerShell.Tests;

/// <summary>A test that requires PowerShell 7.4 or later as <c>pwsh</c> on the path, and is skipped otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshFactAttribute : FactAttribute
{
    public PwshFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(f => File.Exists(Path.Combine(f, "pwsh")) || File.Exists(Path.Combine(f, "pwsh.exe")))) Skip = "Requires pwsh on the path.";
    }
}
