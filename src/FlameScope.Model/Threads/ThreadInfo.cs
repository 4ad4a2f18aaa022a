namespace FlameScope.Model;

/// <summary>One row of the thread table.</summary>
/// <param name="Pid">The process id, or <c>null</c> where the recording does not tell. -1 is an id that the recorder printed.</param>
/// <param name="Tid">The thread id, or <c>null</c> where the recording does not tell. -1 is an id that the recorder printed.</param>
/// <param name="Comm">The thread's name at the time of the sample.</param>
public readonly record struct ThreadInfo(int? Pid, int? Tid, CommId Comm);
