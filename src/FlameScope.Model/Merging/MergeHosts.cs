namespace FlameScope.Model;

/// <summary>
/// Determines the machine of each thread of profiles that are merged, so that threads of different machines stay different threads.
/// </summary>
/// <remarks>
/// Reading recordings one after the other, a recording without the name of its machine is of the machine of the previous recording that has one; before
/// the first such name, the machine is unknown. The rule depends only on the sequence of recordings, so merging is associative. If all threads are of the
/// machine that the header names, they have no name of their own.
/// </remarks>
internal sealed class MergeHosts
{
    private readonly string?[] _before; // the last name before each profile

    private MergeHosts(string?[] before, bool areSeveral)
    {
        _before = before;
        AreSeveral = areSeveral;
    }

    /// <summary>Indicates whether the threads have the names of their machines.</summary>
    public bool AreSeveral { get; }

    public static MergeHosts Of(Profile[] profiles)
    {
        var before = new string?[profiles.Length];
        string? first = null, last = null;
        for (int i = 0; i < profiles.Length; i++)
        {
            before[i] = last;
            first ??= profiles[i].Header.HostName;
            last = profiles[i].Header.LastHostName ?? last;
        }
        bool areSeveral = false;
        for (int i = 0; i < profiles.Length && !areSeveral; i++)
        {
            foreach (ThreadInfo thread in profiles[i].Threads.Rows) areSeveral |= HostOf(profiles[i], thread, before[i]) != first;
        }
        return new MergeHosts(before, areSeveral);
    }

    /// <summary>Returns the name that a thread of a profile has in the merged profile.</summary>
    public string? Find(Profile[] profiles, int index, ThreadInfo thread) => AreSeveral ? HostOf(profiles[index], thread, _before[index]) : null;

    private static string? HostOf(Profile profile, ThreadInfo thread, string? before) =>
        (profile.Header.HasThreadHosts ? thread.Host : profile.Header.HostName) ?? before;
}
