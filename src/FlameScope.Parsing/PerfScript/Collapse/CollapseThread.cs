namespace FlameScope.Parsing;

/// <summary>The thread of a sample, from the first line of the sample.</summary>
/// <param name="Node">The node of the thread's name; <see cref="CollapsedTree.Root"/> for a sample of an event that is not counted.</param>
/// <param name="IsJava">Indicates whether the thread is Java.</param>
/// <param name="IsIdleTask">Indicates whether the thread is the kernel's idle task.</param>
internal readonly record struct CollapseThread(int Node, bool IsJava, bool IsIdleTask);
