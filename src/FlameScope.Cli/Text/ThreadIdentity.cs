using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>
/// What distinguishes two threads: the ids, and the name where the thread has no id. A type of its own, without nullable members, so that dictionaries of it are compiled
/// ahead of time with the app. Those of tuples and of nullable numbers are compiled at run time, which takes 10 ms in every run of <c>info</c>.
/// </summary>
internal readonly record struct ThreadIdentity(long Pid, long Tid, int Comm)
{
    private const long None = long.MinValue;

    public static ThreadIdentity Of(ThreadInfo thread) =>
        new(thread.Pid.GetValueOrDefault(None), thread.Tid.GetValueOrDefault(None), thread.Tid.HasValue ? -1 : thread.Comm.Value);
}
