using System.Reflection;

namespace FlameScope.PowerShell.Tests;

/// <summary>The folder that the build lays out, loaded as <c>Add-Type -Path FlameScope.Core.dll</c> does: that one file, from where it lies.</summary>
internal static class PowerShellFolder
{
    /// <summary>The clone that the tests were built in.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository, "artifacts", "powershell");

    /// <summary>The sample recording.</summary>
    public static string Sample { get; } = System.IO.Path.Combine(Repository, "samples", "profiles", "shop.perf.gz");

    /// <summary>Core, the only assembly that is named.</summary>
    public static Assembly Core { get; } = Assembly.LoadFrom(System.IO.Path.Combine(Path, "FlameScope.Core.dll"));

    /// <summary>The type that a script writes as <c>[NAME]</c>: one of any assembly that is loaded.</summary>
    public static Type? Find(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Append(Core).Select(a => a.GetType(name, throwOnError: false, ignoreCase: true)).FirstOrDefault(t => t is { IsPublic: true } or { IsNestedPublic: true });

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "FlameScope.Core.sln"))) folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
