using System.Management.Automation;
using FlameScope.Analysis;

namespace FlameScope.PowerShell;

/// <summary>Finds the ranges of a profile that stand out: bursts, gaps, periodic activity, start-up.</summary>
/// <remarks>Returns them in descending order of their scores. The other commands accept a moment as the profile limited to its range.</remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Find-FlameScopeMoment</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Find-FlameScopeMoment -First 1 | Compare-FlameScopeRange | Select-Object -First 10</code>
/// </example>
[Cmdlet(VerbsCommon.Find, "FlameScopeMoment")]
[OutputType(typeof(FoundMoment))]
public sealed class FindMomentCommand : RangeCommand
{
    /// <summary>The maximum number of moments per profile. The default is 20.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int First { get; set; } = 20;

    private protected override void Process(ProfileView view)
    {
        ProfileView narrow = Narrow(view);
        foreach (Moment moment in narrow.FindMoments(new MomentOptions { MaximumCount = First }, StopToken))
        {
            WriteObject(new FoundMoment
            {
                From = moment.From,
                To = moment.To,
                Kind = moment.Kind.ToString(),
                SampleCount = moment.SampleCount,
                Score = moment.Score,
                PeriodSeconds = moment.Period == TimeSpan.Zero ? null : moment.Period.TotalSeconds,
                RepeatCount = moment.RepeatCount,
                Functions = [.. moment.Functions.Select(SafeText.Clean)],
                View = narrow.Within(moment.Range),
            });
        }
    }
}
