using System.Management.Automation;
using FlameScope.Model;

namespace FlameScope.PowerShell;

/// <summary>Returns the threads that have samples in a range, in descending order of their number.</summary>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Get-FlameScopeThread -From 28 -To 29</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "FlameScopeThread")]
[OutputType(typeof(ThreadShare))]
public sealed class GetThreadCommand : RangeCommand
{
    private protected override void Process(ProfileView view)
    {
        ProfileView narrow = Narrow(view);
        Profile profile = view.Profile;
        var counts = new long[profile.Threads.Count];
        foreach (int sample in narrow.Selection) counts[profile.Samples.Threads[sample].Value] += profile.Samples.Counts.Length == 0 ? 1 : profile.Samples.Counts[sample];
        foreach (int thread in Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).OrderByDescending(i => counts[i]))
        {
            var id = new ThreadId(thread);
            WriteObject(new ThreadShare
            {
                ProcessId = profile.Threads[id].Pid,
                ThreadId = profile.Threads[id].Tid,
                SampleCount = counts[thread],
                Percent = SafeText.Percent(counts[thread], narrow.SampleCount),
                Name = SafeText.Clean(profile.GetThreadName(id)),
            });
        }
    }
}
