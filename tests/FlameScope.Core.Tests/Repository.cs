namespace FlameScope.Core.Tests;

/// <summary>Finds the repository that contains the built tests.</summary>
internal static class Repository
{
    /// <summary>The path of the repository.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "FlameScope.Core.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
