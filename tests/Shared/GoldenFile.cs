using System.Reflection;
using Xunit;

namespace FlameScope.Tests;

/// <summary>
/// Compares a text with a file of the test project's folder <c>Goldens</c>. With FLAMESCOPE_BLESS=1 it writes the file instead: review the difference
/// before committing it.
/// </summary>
internal static class GoldenFile
{
    public static void Check(string name, string actual)
    {
        if (TestEnvironment.AcceptsChanges)
        {
            File.WriteAllText(Path.Combine(SourceFolder(), name), actual);
            return;
        }
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", name)), actual);
    }

    private static string SourceFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "FlameScope.Core.sln"))) folder = Path.GetDirectoryName(folder);
        if (folder is null) throw new InvalidOperationException("The tests run outside the repository.");
        return Path.Combine(folder, "tests", Assembly.GetExecutingAssembly().GetName().Name!, "Goldens");
    }
}
