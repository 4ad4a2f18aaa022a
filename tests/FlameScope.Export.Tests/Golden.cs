using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.Export.Tests;

/// <summary>Compares an output with a file below <c>Goldens</c> whose name is input and options.</summary>
internal static partial class Golden
{
    [GeneratedRegex("(<style>|<script><!\\[CDATA\\[).*?(</style>|\\]\\]></script>)", RegexOptions.Singleline)]
    private static partial Regex Assets();

    public static void Check(string name, Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        // Style and script are separate files and are not compared.
        GoldenFile.Check(name, Assets().Replace(Encoding.UTF8.GetString(buffer.ToArray()), "$1…$2"));
    }
}
