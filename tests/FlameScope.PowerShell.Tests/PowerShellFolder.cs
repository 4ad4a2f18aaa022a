namespace FlameScope.PowerShell.Tests;

/// <summary>The folder of the module that the build creates.</summary>
internal static class PowerShellFolder
{
    /// <summary>The path of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The path of the folder. It has the name of the module.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository, "artifacts", "powershell", "FlameScope.PowerShell");

    /// <summary>The path of the manifest.</summary>
    public static string Manifest { get; } = System.IO.Path.Combine(Path, "FlameScope.PowerShell.psd1");

    /// <summary>The path of the sample recording.</summary>
    public static string Sample { get; } = System.IO.Path.Combine(Repository, "samples", "profiles", "shop.perf.gz");

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "FlameScope.Core.sln"))) folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
