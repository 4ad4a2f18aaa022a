using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace FlameScope.Cli;

/// <summary>
/// Answers the scripts of <see cref="Commands.CompletionCommand"/>: <c>flamescope [suggest:POSITION] LINE</c> prints the words that may follow, one per line.
/// </summary>
internal static class Completion
{
    private const string Prefix = "[suggest:";

    /// <summary>Indicates whether arguments ask for words.</summary>
    public static bool IsRequest(string[] args) => args is [{ Length: > 0 } first, _] && first.StartsWith(Prefix, StringComparison.Ordinal) && first[^1] == ']';

    /// <summary>Writes the words, and returns the exit code.</summary>
    public static int Write(Command root, string[] args)
    {
        string line = args[1];
        if (!int.TryParse(args[0][Prefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int position)) return ExitCode.Usage;
        line = line[..Math.Min(position, line.Length)];
        // The first word is the name of the program, which may be a path.
        int start = line.IndexOf(' ') + 1;
        line = start == 0 ? "" : line[start..];
        string word = line[(line.LastIndexOf(' ') + 1)..];
        IEnumerable<string> words = root.Parse(line).GetCompletions(line.Length).Select((CompletionItem item) => item.Label)
            .Where(label => label.StartsWith(word, StringComparison.Ordinal))
            // Options are offered once a word starts with a dash, so that the shell completes the names of files elsewhere.
            .Where(label => word.StartsWith('-') || !(label.StartsWith('-') || label.StartsWith('/')))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (string each in words) Console.WriteLine(each);
        return 0;
    }
}
