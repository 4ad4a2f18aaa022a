using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>
/// Compares with a file below <c>Goldens</c> whose name is input and options. With FLAMESCOPE_BLESS=1 it writes the
/// files instead: review the difference before committing it.
/// </summary>
internal static partial class Golden
{
    [GeneratedRegex("(<style>|<script><!\\[CDATA\\[).*?(</style>|\\]\\]></script>)", RegexOptions.Singleline)]
    private static partial Regex Assets();

    public static void Check(string name, Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        // Style and script are separate files and are not compared.
        string actual = Assets().Replace(Encoding.UTF8.GetString(buffer.ToArray()), "$1…$2");
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
        return Path.Combine(folder, "tests", "FlameScope.Export.Tests", "Goldens");
    }
}
