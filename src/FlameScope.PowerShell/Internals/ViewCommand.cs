using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>The base of the commands that accept profiles from the pipeline.</summary>
public abstract class ViewCommand : FlameScopeCommand
{
    /// <summary>A profile, as returned by Import-FlameScopeProfile.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("View")]
    public ProfileView? InputObject { get; set; }

    /// <summary>Processes one profile.</summary>
    protected sealed override void ProcessRecord()
    {
        if (InputObject is not { } view)
        {
            Refuse($"There is no profile. Pipe one into the command: Import-FlameScopeProfile perf.data | {MyInvocation.MyCommand.Name}", "NoProfile");
            return;
        }
        Guard(view, () => Process(view));
    }

    private protected abstract void Process(ProfileView view);
}
