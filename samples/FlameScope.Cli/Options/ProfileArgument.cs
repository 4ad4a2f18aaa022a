using System.CommandLine;
using FlameScope.Cli.Text;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Cli.Options;

/// <summary>PROFILE: a file, or <c>-</c> for standard input.</summary>
internal sealed class ProfileArgument : Argument<string>
{
    private const string StandardInput = "-";

    public ProfileArgument()
        : base("PROFILE")
    {
        Description = "A profile, plain or gzip; - for standard input.";
    }

    /// <summary>Reads the profile, and says in a line what in it could not be read.</summary>
    public LoadedProfile Load(ParseResult command)
    {
        string path = command.GetRequiredValue(this);
        string name = path == StandardInput ? "standard input" : path;
        Profile profile;
        try
        {
            profile = path == StandardInput ? ReadStandardInput() : ReadFile(path);
        }
        catch (ProfileFormatException bad)
        {
            throw new InputException(name, bad.Message, bad);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(name, Explain(path, absent), absent);
        }
        ReportDiagnostics(name, profile);
        return new LoadedProfile(name, profile);
    }

    private static Profile ReadStandardInput()
    {
        using Stream input = Console.OpenStandardInput();
        return LoadProgress.Run(null, progress => ProfileFile.OpenStream(input, progress: progress));
    }

    private static Profile ReadFile(string path)
    {
        var file = new FileInfo(path);
        return LoadProgress.Run(file.Exists ? file.Length : 0, progress => ProfileFile.Open(path, progress: progress));
    }

    private static string Explain(string path, Exception absent) => absent switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => Directory.Exists(path) ? "this is a folder, not a file" : "the file may not be read",
        ArgumentException => "this is no name of a file",
        _ => absent.Message,
    };

    private static void ReportDiagnostics(string name, Profile profile)
    {
        if (profile.Diagnostics.Count == 0) return;
        IEnumerable<string> reasons = profile.Diagnostics.Take(3).Select(d =>
            $"{d.Reason} ({SafeText.Number(d.Count)}{(d.Lines.Count > 0 ? $", first in line {d.Lines[0]}" : "")})");
        string more = profile.Diagnostics.Count > 3 ? $"; and {SafeText.Count(profile.Diagnostics.Count - 3, "reason")} more" : "";
        ErrorReporting.Note(
            $"{name}: {SafeText.Count(profile.UnreadableCount, "line")} skipped or read in part: {string.Join("; ", reasons)}{more}");
    }
}
