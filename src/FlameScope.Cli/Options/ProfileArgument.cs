using System.CommandLine;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Cli.Options;

/// <summary>The argument PROFILE: a file, or <c>-</c> for standard input.</summary>
internal sealed class ProfileArgument : Argument<string>
{
    private const string StandardInput = "-";

    private readonly string? _instead;

    public ProfileArgument()
        : base("PROFILE")
    {
        Description = "A profile of any format, plain or compressed, or - for standard input.";
    }

    /// <summary>Creates an argument that is omitted if an option names the input.</summary>
    /// <param name="instead">The option.</param>
    public ProfileArgument(Option<string?> instead)
        : this()
    {
        Arity = ArgumentArity.ZeroOrOne;
        Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetResult(instead) is not null) result.AddError($"give PROFILE or {instead.Name}, not both");
        });
        _instead = instead.Name;
    }

    /// <summary>Creates an option for an input that is not a profile of any format.</summary>
    public static Option<string?> Instead(string name, string description)
    {
        Option<string?> option = PatternOption.Text(name, "FILE", description);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(t => t.Value.StartsWith('-') && t.Value != StandardInput)) result.AddError($"{name} takes a file or -");
        });
        return option;
    }

    /// <summary>Reads the profile, and reports in one line what could not be read.</summary>
    public LoadedProfile Load(ParseResult command) => Load(
        command, command.GetValue(this) ?? throw new UsageException($"PROFILE or {_instead} is required"));

    /// <summary>Reads another profile in the same way as the argument.</summary>
    /// <param name="command">The command line, whose options say how profiles are read.</param>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    public static LoadedProfile Load(ParseResult command, string path)
    {
        return Load(path, ReadingOptions.Of(command));
    }

    /// <summary>Reads a profile, and reports in one line what could not be read.</summary>
    public static LoadedProfile Load(string path, ProfileReadOptions options)
    {
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

    /// <summary>Returns the name of an input that is shown to the user.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <summary>Reads a file or standard input. Failures are rethrown as <see cref="InputException"/>.</summary>
    public static T Read<T>(string path, Func<string, T> readFile, Func<Stream, T> readStream)
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
