using System.Globalization;
using System.Management.Automation;
using FlameScope.DotNet;

namespace FlameScope.PowerShell;

/// <summary>Records a running .NET process.</summary>
/// <remarks>
/// Returns the recording as Import-FlameScopeProfile does or, with -Path, writes a .nettrace file and returns it. No privileges and no other tool are
/// needed. Ctrl-C abandons the recording.
/// </remarks>
/// <example>
/// <code>Trace-FlameScopeProcess -Name MyService -Seconds 30 | Export-FlameScopeReport service.html</code>
/// </example>
/// <example>
/// <code>Trace-FlameScopeProcess 1234 -Seconds 10 -Path service.nettrace</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Trace, "FlameScopeProcess", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(ProfileView))]
[OutputType(typeof(FileInfo))]
public sealed class TraceProcessCommand : FlameScopeCommand
{
    private const string IdSet = "Id";
    private const string NameSet = "Name";

    private readonly TargetFiles _targets = new();

    /// <summary>The id of the process.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Pid")]
    public int Id { get; set; }

    /// <summary>The name of the process; Get-FlameScopeProcess lists the names.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true)]
    public string Name { get; set; } = "";

    /// <summary>The length of the recording in seconds. The default is 10.</summary>
    [Parameter]
    [ValidateRange(0.1, 1_000_000)]
    public double Seconds { get; set; } = 10;

    /// <summary>Events to record in addition to samples of the threads: Allocations, Contention, Exceptions.</summary>
    [Parameter]
    [Alias("Events")]
    public DotNetEvents Event { get; set; }

    /// <summary>The .nettrace file to write. In an existing folder, the file has the name of the process.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Records one process.</summary>
    protected override void ProcessRecord()
    {
        object target = ParameterSetName == NameSet ? Name : Id;
        Guard(target, () => RecordProcess(ParameterSetName == NameSet ? FindByName() : Id));
    }

    private int FindByName()
    {
        int[] found = [.. DotNetRecorder.GetProcesses().Where(process => process.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)).Select(process => process.Id)];
        return found switch
        {
            [var id] => id,
            [] => throw new DotNetRecordException($"There is no .NET process named '{Name}'. Get-FlameScopeProcess lists the processes."),
            _ => throw new DotNetRecordException(
                $"Several processes are named '{Name}': choose one by -Id, of {string.Join(", ", found.Select(id => id.ToString(CultureInfo.InvariantCulture)))}."),
        };
    }

    private void RecordProcess(int id)
    {
        var last = new Latest<DotNetRecordProgress>();
        var options = new DotNetRecordOptions { Events = Event };
        TimeSpan duration = TimeSpan.FromSeconds(Seconds);
        string name = string.Create(CultureInfo.InvariantCulture, $"process {id}");
        if (!string.IsNullOrEmpty(Path))
        {
            this.Save(_targets, Path, string.Create(CultureInfo.InvariantCulture, $"process-{id}"), ".nettrace", $"Record {name}", path => Await(
                () =>
                {
                    using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
                    DotNetRecorder.RecordToAsync(id, file, duration, options, last, StopToken).GetAwaiter().GetResult();
                    return 0;
                },
                () => Describe(name, last.Value)));
            return;
        }
        if (!ShouldProcess(name, "Record")) return;
        var view = new ProfileView(Await(() => DotNetRecorder.RecordAsync(id, duration, options, last, StopToken).GetAwaiter().GetResult(), () => Describe(name, last.Value)));
        if (ReadNotes.Warning(view) is { } warning) WriteWarning(warning);
        foreach (string detail in ReadNotes.Details(view)) WriteVerbose(SafeText.Clean(detail));
        WriteObject(view);
    }

    private ProgressRecord? Describe(string name, DotNetRecordProgress? progress) => progress is not { } value ? null
        : new ProgressRecord(1, $"Recording {name}", SafeText.Count(value.SampleCount, "sample"))
        {
            PercentComplete = (int)Math.Clamp(100 * value.Elapsed.TotalSeconds / Seconds, 0, 100),
        };
}
