namespace FlameScope.FlameGraph;

/// <summary>What stands at the first level of a tree, between the root and the frames.</summary>
/// <remarks>An id that the recording does not tell shows as <c>?</c>. Threads whose labels are equal byte for byte share a group.</remarks>
public enum StackGrouping
{
    /// <summary>The thread's name: <c>java</c>.</summary>
    Comm,

    /// <summary>The thread's name and its process: <c>java-1234</c>.</summary>
    Pid,

    /// <summary>The thread's name, its process and its id: <c>java-1234/1235</c>.</summary>
    Tid,

    /// <summary>Nothing: frames stand right below the root.</summary>
    None,
}
