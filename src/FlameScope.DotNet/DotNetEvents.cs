using System.Diagnostics.CodeAnalysis;

namespace FlameScope.DotNet;

/// <summary>Events that are recorded in addition to samples of the threads. Each becomes an event of the profile, with its call stacks.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "The values are events.")]
public enum DotNetEvents
{
    /// <summary>Samples of the threads only.</summary>
    None = 0,

    /// <summary>
    /// Allocations: one event per about 100 KB, with the bytes and the type of the object; and garbage collections with what triggered them.
    /// </summary>
    Allocations = 1,

    /// <summary>Waiting for locks, with the time that a thread waited.</summary>
    Contention = 2,

    /// <summary>Exceptions that were thrown.</summary>
    Exceptions = 4,
}
