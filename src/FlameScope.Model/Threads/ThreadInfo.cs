using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of the thread table: a process id, a thread id and a thread name.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct ThreadInfo
{
    internal ThreadInfo(int? pid, int? tid, CommId comm)
    {
        Pid = pid;
        Tid = tid;
        Comm = comm;
    }

    /// <summary>The process id; <c>null</c> if the recording does not include it. A recorder may print -1.</summary>
    public int? Pid { get; init; }

    /// <summary>The thread id; <c>null</c> if the recording does not include it. A recorder may print -1.</summary>
    public int? Tid { get; init; }

    /// <summary>The thread's name at the time of the sample; see <see cref="Profile.GetThreadName"/>.</summary>
    public CommId Comm { get; init; }

    /// <summary>Returns the ids of the thread, such as <c>pid 12, tid 34, Comm 5</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pid {Text(Pid)}, tid {Text(Tid)}, {Comm}");

    private static string Text(int? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
