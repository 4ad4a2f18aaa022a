using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>The base of the commands that show a time range of a profile.</summary>
public abstract class RangeCommand : ViewCommand
{
    /// <summary>The start of the range in seconds after the start of the profile.</summary>
    [Parameter]
    public double? From { get; set; }

    /// <summary>The end of the range in seconds, exclusive.</summary>
    [Parameter]
    public double? To { get; set; }

    /// <summary>Returns the selected range of a profile, and warns if nothing is in it.</summary>
    private protected ProfileView Narrow(ProfileView view)
    {
        ProfileView narrow = From is null && To is null ? view : view.Between(From, To);
        if (narrow.SampleCount == 0) WriteWarning(SafeText.Clean($"{view.Source ?? "profile"}: no sample matches"));
        return narrow;
    }
}
