using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of the thread table: a process id, a thread id and a thread name, and the machine if there are several.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct ThreadInfo
{
    /// <summary>The process id; <c>null</c> if the recording does not include it. A recorder may print -1.</summary>
    public long? Pid { get; init; }

    /// <summary>The thread id; <c>null</c> if the recording does not include it. A recorder may print -1.</summary>
    public long? Tid { get; init; }

    /// <summary>The thread's name at the time of the sample; see <see cref="Profile.GetThreadName"/>.</summary>
    public CommId Comm { get; init; }

    /// <summary>The name of the process, a row of <see cref="Profile.Comms"/>; <c>null</c> if the recording does not include it.</summary>
    public CommId? ProcessName { get; init; }

    /// <summary>
    /// The name of the machine, in a profile that was merged of several machines; otherwise <c>null</c>. <see cref="Profile.GetHostName"/> also knows the
    /// machine of a profile of one machine.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>Returns the ids of the thread, such as <c>pid 12, tid 34, Comm 5</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pid {Text(Pid)}, tid {Text(Tid)}, {Comm}");

    private static string Text(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
