namespace FlameScope.EndToEnd.Tests;

/// <summary>The project's own folder, in which the built tests stand.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>The recording that comes with the project.</summary>
    public static string SampleProfile => In("samples", "profiles", "shop.perf.gz");

    public static string In(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FlameScope.Core.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not stand in the project's folder.");
    }
}
