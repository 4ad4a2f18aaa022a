using System.Reflection;

namespace FlameScope.PowerShell.Tests;

/// <summary>The folder artifacts/powershell, from which FlameScope.Core.dll is loaded as <c>Add-Type -Path</c> does.</summary>
internal static class PowerShellFolder
{
    /// <summary>The path of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The path of the folder.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository, "artifacts", "powershell");

    /// <summary>The path of the sample recording.</summary>
    public static string Sample { get; } = System.IO.Path.Combine(Repository, "samples", "profiles", "shop.perf.gz");

    /// <summary>FlameScope.Core, the only assembly that is loaded by name.</summary>
    public static Assembly Core { get; } = Assembly.LoadFrom(System.IO.Path.Combine(Path, "FlameScope.Core.dll"));

    /// <summary>Returns the type that a script writes as <c>[NAME]</c>, from any loaded assembly.</summary>
    public static Type? Find(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Append(Core).Select(a => a.GetType(name, throwOnError: false, ignoreCase: true)).FirstOrDefault(t => t is { IsPublic: true } or { IsNestedPublic: true });

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "FlameScope.Core.sln"))) folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
