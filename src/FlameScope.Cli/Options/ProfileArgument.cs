using System.CommandLine;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Cli.Options;

/// <summary>The argument PROFILE: a file, or <c>-</c> for standard input.</summary>
internal sealed class ProfileArgument : Argument<string>
{
    private const string StandardInput = "-";

    public ProfileArgument()
        : base("PROFILE")
    {
        Description = "A profile of any format, plain or compressed, or - for standard input.";
    }

    /// <summary>Reads the profile, and reports in one line what could not be read.</summary>
    public LoadedProfile Load(ParseResult command) => Load(command, command.GetRequiredValue(this));

    /// <summary>Reads another profile in the same way as the argument.</summary>
    /// <param name="command">The command line, whose options say how profiles are read.</param>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    public static LoadedProfile Load(ParseResult command, string path)
    {
        ProfileReadOptions options = ReadingOptions.Of(command);
        Profile profile = Read(
            path,
            file => LoadProgress.Run(new FileInfo(file).Length, progress => ProfileFile.Open(file, options, progress)),
            stream => LoadProgress.Run(null, progress => ProfileFile.Open(stream, options, progress)));
        string name = NameOf(path);
        ReportDiagnostics(name, profile);
        return new LoadedProfile(name, profile);
    }

    /// <summary>Reads the file or standard input. Failures are rethrown as <see cref="InputException"/>.</summary>
    public T Read<T>(ParseResult command, Func<string, T> readFile, Func<Stream, T> readStream) =>
        Read(command.GetRequiredValue(this), readFile, readStream);

    /// <summary>Indicates whether the profile comes from standard input, which can be read only once.</summary>
    public bool IsStandardInput(ParseResult command) => command.GetRequiredValue(this) == StandardInput;

    /// <summary>Returns the name that the user gave for the profile.</summary>
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
        FileNotFoundException or DirectoryNotFoundException => "the file does not exist",
        UnauthorizedAccessException => "access to the file is denied",
        ArgumentException => "this is not a valid file name",
        _ => absent.Message,
    };

    private static void ReportDiagnostics(string name, Profile profile)
    {
        if (ProfileNotes.OfUnreadable(profile) is { } note) ErrorReporting.Note($"{name}: {note}");
    }
}
