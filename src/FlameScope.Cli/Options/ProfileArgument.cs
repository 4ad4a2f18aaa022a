using System.CommandLine;
using System.Globalization;
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
    public LoadedProfile Load(ParseResult command) => Load(command.GetRequiredValue(this));

    /// <summary>Reads another profile in the same way.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    public static LoadedProfile Load(string path)
    {
        Profile profile = Read(
            path,
            file => LoadProgress.Run(new FileInfo(file).Length, progress => ProfileFile.Open(file, progress: progress)),
            stream => LoadProgress.Run(null, progress => ProfileFile.OpenStream(stream, progress: progress)));
        string name = NameOf(path);
        ReportDiagnostics(name, profile);
        return new LoadedProfile(name, profile);
    }

    /// <summary>Reads the file or standard input; what goes wrong becomes an <see cref="InputException"/>.</summary>
    public T Read<T>(ParseResult command, Func<string, T> readFile, Func<Stream, T> readStream) =>
        Read(command.GetRequiredValue(this), readFile, readStream);

    /// <summary>Whether the profile comes from standard input, which can be read once only.</summary>
    public bool IsStandardInput(ParseResult command) => command.GetRequiredValue(this) == StandardInput;

    /// <summary>What the user calls the profile.</summary>
    public string NameOf(ParseResult command) => NameOf(command.GetRequiredValue(this));

    private static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    private static T Read<T>(string path, Func<string, T> readFile, Func<Stream, T> readStream)
    {
        try
        {
            if (path != StandardInput) return readFile(path);
            using Stream input = Console.OpenStandardInput();
            return readStream(input);
        }
        catch (ProfileFormatException bad)
        {
            throw new InputException(NameOf(path), bad.Message, bad);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(NameOf(path), Explain(path, absent), absent);
        }
    }

    private static string Explain(string path, Exception absent) => absent switch
    {
        _ when Directory.Exists(path) => "this is a folder, not a file",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "the file may not be read",
        ArgumentException => "this is no name of a file",
        _ => absent.Message,
    };

    private static void ReportDiagnostics(string name, Profile profile)
    {
        if (profile.Diagnostics.Count == 0) return;
        IEnumerable<string> reasons = profile.Diagnostics.Take(3).Select(d =>
            $"{d.Reason} ({SafeText.Number(d.Count)}{(d.Lines.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", first in line {d.Lines[0]}") : "")})");
        string more = profile.Diagnostics.Count > 3 ? $"; and {SafeText.Count(profile.Diagnostics.Count - 3, "reason")} more" : "";
        ErrorReporting.Note(
            $"{name}: {SafeText.Count(profile.UnreadableCount, "line")} skipped or read in part: {string.Join("; ", reasons)}{more}");
    }
}
