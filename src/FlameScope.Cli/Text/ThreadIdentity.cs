using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>
/// What distinguishes two threads: the ids, and the name where the thread has no id. The members are no nullable numbers and it is not a tuple: dictionaries of those
/// are compiled at run time, which takes longer than the rest of the <c>info</c> command.
/// </summary>
internal readonly record struct ThreadIdentity(long Pid, long Tid, int Comm)
{
    private const long None = long.MinValue;

    public static ThreadIdentity Of(ThreadInfo thread) =>
        new(thread.Pid.GetValueOrDefault(None), thread.Tid.GetValueOrDefault(None), thread.Tid.HasValue ? -1 : thread.Comm.Value);
}
