namespace FlameScope.EndToEnd.Tests;

/// <summary>Finds the folder of the repository, which contains the built tests.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>The path of the sample recording.</summary>
    public static string SampleProfile => In("samples", "profiles", "shop.perf.gz");

    public static string In(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FlameScope.Core.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests are not inside the repository.");
    }
}
