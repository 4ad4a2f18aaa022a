using System.Management.Automation;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.PowerShell;

/// <summary>Reads profiles of any format that FlameScope knows: perf, .NET, Java, Go, Node.js, browsers and others.</summary>
/// <remarks>
/// Returns one view per file: the profile and the selection of its samples. The format is detected from the content. What cannot be read, or is
/// missing, is a warning; -Verbose shows the details. A file that cannot be read at all is an error, and the next one is read.
/// </remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data</code>
/// </example>
/// <example>
/// <code>Get-ChildItem *.perf.gz | Import-FlameScopeProfile -Comm java | Get-FlameScopeHeatmap -Path pictures</code>
/// Writes one picture per file into the folder pictures.
/// </example>
/// <example>
/// <code>perf script -i perf.data | Import-FlameScopeProfile -FromText</code>
/// </example>
[Cmdlet(VerbsData.Import, "FlameScopeProfile", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ProfileView))]
public sealed class ImportProfileCommand : FlameScopeCommand
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string TextSet = "Text";

    private SampleFilter? _filter;
    private ProfileReadOptions _options = new();
    private TextInput? _text;

    /// <summary>The files. Wildcards are allowed. A minus sign is the standard input of PowerShell's process.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Reads the lines of the pipeline as the text of one profile, such as the output of perf script.</summary>
    [Parameter(ParameterSetName = TextSet, Mandatory = true)]
    public SwitchParameter FromText { get; set; }

    /// <summary>The lines of the text, from the pipeline.</summary>
    [Parameter(ParameterSetName = TextSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] Line { get; set; } = [];

    /// <summary>Only samples of threads with this name.</summary>
    [Parameter]
    public string? Comm { get; set; }

    /// <summary>Only samples of this process.</summary>
    [Parameter]
    [Alias("Pid")]
    public long? ProcessId { get; set; }

    /// <summary>Only samples of this thread.</summary>
    [Parameter]
    [Alias("Tid")]
    public long? ThreadId { get; set; }

    /// <summary>Only samples of this processor.</summary>
    [Parameter]
    public int? Cpu { get; set; }

    /// <summary>Only samples of this event; * for all events. The default is the default event of the profile.</summary>
    [Parameter]
    public string? Event { get; set; }

    /// <summary>Only samples with a frame whose name matches this regular expression.</summary>
    [Parameter]
    public string? Match { get; set; }

    /// <summary>Only samples without a frame whose name matches this regular expression.</summary>
    [Parameter]
    public string? Exclude { get; set; }

    /// <summary>Includes idle samples, which are excluded by default.</summary>
    [Parameter]
    public SwitchParameter IncludeIdle { get; set; }

    /// <summary>The value of each sample: samples for 1, period for its period, or the name of a value of the profile. The default is that of the profile.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WeightCompleter))]
    public SampleWeight Weight { get; set; }

    /// <summary>Transforms of the stacks, in order, such as collapse-kernel or by-package.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TransformCompleter))]
    public StackTransform[] Transform { get; set; } = [];

    /// <summary>The format of the input, if it should not be detected.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InputFormatCompleter))]
    public string? Format { get; set; }

    /// <summary>Makes the first part of a file that cannot be read an error.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>Checks the filter.</summary>
    protected override void BeginProcessing()
    {
        _filter = Require(Match ?? Exclude, () =>
        {
            var filter = new SampleFilter { Match = Match };
            return filter with
            {
                Exclude = Exclude,
                Comm = Comm,
                Pid = ProcessId,
                Tid = ThreadId,
                Cpu = Cpu,
                Event = Event,
                IncludeIdle = IncludeIdle,
            };
        });
        if (Format is { Length: > 0 } && ProfileFormats.Default.Find(Format) is null)
        {
            Refuse($"There is no format '{Format}'. Get-FlameScopeFormat lists the formats.", "UnknownFormat", Format);
        }
        _options = new ProfileReadOptions { Strict = Strict, Format = string.IsNullOrEmpty(Format) ? null : Format };
        if (FromText) _text = new TextInput(_options, StopToken);
    }

    /// <summary>Reads files, or takes lines.</summary>
    protected override void ProcessRecord()
    {
        if (_text is not null)
        {
            Guard(null, () => _text.Write(Line));
            return;
        }
        foreach (string path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            if (ParameterSetName == PathSet && MyInvocation.ExpectingInput && PipedContent.IsContent(path, SessionState.Path.CurrentFileSystemLocation.ProviderPath))
            {
                Refuse("The pipeline delivers the content of a profile, not paths. Use -FromText to read text. Compressed and binary profiles have to be files.",
                    "ContentWithoutFromText", path);
            }
            Guard(path, () => ImportAll(path));
        }
    }

    /// <summary>Ends the text.</summary>
    protected override void EndProcessing()
    {
        if (_text is null) return;
        Guard(null, () => Emit(Await(_text.Complete, () => null)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _text?.Dispose();
        base.Dispose(disposing);
    }

    private void ImportAll(string path)
    {
        if (path == "-" && ParameterSetName == PathSet)
        {
            Emit(Read("standard input", progress =>
            {
                using Stream input = Console.OpenStandardInput();
                return ProfileView.Open(input, _options, progress, StopToken);
            }));
            return;
        }
        foreach (string file in Resolve(path)) Guard(file, () => Emit(Read(file, progress => ProfileView.Open(file, _options, progress, StopToken))));
    }

    private List<string> Resolve(string path)
    {
        // The name of an existing file is not a wildcard, even if it contains brackets.
        string literal = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        List<string> files = [literal];
        bool isLiteral = ParameterSetName == LiteralSet || System.IO.Path.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path);
        if (!isLiteral) files = [.. GetResolvedProviderPathFromPSPath(path, out provider)];
        if (provider.Name != "FileSystem") throw new PSArgumentException($"'{path}' is not in the file system.");
        if (files.Count == 0) throw new FileNotFoundException($"No file matches '{path}'.", path);
        if (isLiteral && Directory.Exists(literal)) throw new IOException($"'{path}' is a folder.");
        if (isLiteral && !System.IO.Path.Exists(literal)) throw new FileNotFoundException($"The file '{literal}' does not exist.", literal);
        if (!isLiteral) files.RemoveAll(Directory.Exists);
        return files;
    }

    private ProfileView Read(string name, Func<IProgress<ReadProgress>, ProfileView> open)
    {
        var last = new Latest<ReadProgress>();
        string activity = SafeText.Clean($"Reading {name}");
        return Await(() => open(last), () => last.Value is not { } value ? null : new ProgressRecord(1, activity, SafeText.Count(value.BytesRead, "byte"))
        {
            PercentComplete = value.TotalBytes is { } total and > 0 ? (int)Math.Min(100, 100 * value.BytesRead / total) : -1,
        });
    }

    private void Emit(ProfileView view)
    {
        view = view.WithFilter(_filter!).WeightedBy(Weight);
        foreach (StackTransform transform in Transform) view = view.Transform(transform);
        if (ReadNotes.Warning(view) is { } warning) WriteWarning(warning);
        foreach (string detail in ReadNotes.Details(view)) WriteVerbose(SafeText.Clean(detail));
        WriteObject(view);
    }
}
