using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.EndToEnd.Tests;

/// <summary>
/// Code in the documentation is copied from files that are compiled and run. A line such as <c>&lt;!-- from samples/QuickStart/Program.cs: quick
/// --&gt;</c> precedes it and names the file and the region.
/// </summary>
public sealed partial class SnippetTests
{
    private static readonly string[] Folders =
    [
        ".", "docs", "benchmarks",
        .. Directory.EnumerateDirectories(Repository.In("src")).Concat(Directory.EnumerateDirectories(Repository.In("samples"))),
    ];

    public static TheoryData<string> Documents => [.. Folders
        .Select(folder => Path.GetFullPath(folder, Repository.Folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
        .Select(file => Path.GetRelativePath(Repository.Folder, file))
        .Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^(?:<!-- from (?<file>\S+): (?<region>\S+) -->\n)?```(?:csharp|powershell)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_in_a_document_equals_the_region_of_its_sample(string document)
    {
        string text = File.ReadAllText(Repository.In(document)).ReplaceLineEndings("\n");
        foreach (Match snippet in Snippet().Matches(text))
        {
            string line = $"{document}, line {text.AsSpan(0, snippet.Index).Count('\n') + 1}";
            Assert.True(snippet.Groups["file"].Success, $"{line}: no line names the sample that contains this code");
            Assert.Equal($"{line}:\n{Region(snippet.Groups["file"].Value, snippet.Groups["region"].Value)}", $"{line}:\n{snippet.Groups["code"].Value}");
        }
    }

    [Fact]
    public void The_readme_contains_code() => Assert.True(Snippet().Count(File.ReadAllText(Repository.In("README.md"))) >= 3);

    // A region may have several parts, such as the using directives and the calls. They are separated by a blank line. Nested regions are included.
    private static string Region(string file, string name)
    {
        var parts = new List<string>();
        var open = new Stack<string>();
        var part = new List<string>();
        foreach (string line in File.ReadLines(Repository.In(file)))
        {
            string word = line.Trim();
            if (word.StartsWith("#region ", StringComparison.Ordinal)) open.Push(word["#region ".Length..]);
            else if (word != "#endregion") part.AddRange(open.Contains(name) ? [line] : []);
            else if (open.Pop() == name)
            {
                parts.Add(Dedented(part));
                part.Clear();
            }
        }
        Assert.True(parts.Count > 0, $"{file} has no region {name}");
        return string.Join('\n', parts);
    }

    private static string Dedented(List<string> lines)
    {
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        var text = new StringBuilder();
        foreach (string line in lines) text.Append(line.Length == 0 ? line : line[indent..]).Append('\n');
        return text.ToString();
    }
}
