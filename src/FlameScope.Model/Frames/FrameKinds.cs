using System.Text.Json.Serialization;

namespace FlameScope.Model;

/// <summary>A set of <see cref="FrameKind"/> values, as views display them (<see cref="Frame.DisplayKind"/>).</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<FrameKinds>))]
public enum FrameKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary><see cref="FrameKind.Unknown"/>.</summary>
    Unknown = 1 << FrameKind.Unknown,

    /// <summary><see cref="FrameKind.Kernel"/>.</summary>
    Kernel = 1 << FrameKind.Kernel,

    /// <summary><see cref="FrameKind.User"/>.</summary>
    User = 1 << FrameKind.User,

    /// <summary><see cref="FrameKind.Jit"/>.</summary>
    Jit = 1 << FrameKind.Jit,

    /// <summary><see cref="FrameKind.Inlined"/>.</summary>
    Inlined = 1 << FrameKind.Inlined,

    /// <summary><see cref="FrameKind.Interpreted"/>.</summary>
    Interpreted = 1 << FrameKind.Interpreted,

    /// <summary><see cref="FrameKind.Runtime"/>.</summary>
    Runtime = 1 << FrameKind.Runtime,

    /// <summary><see cref="FrameKind.Idle"/>.</summary>
    Idle = 1 << FrameKind.Idle,

    /// <summary><see cref="FrameKind.Other"/>.</summary>
    Other = 1 << FrameKind.Other,

    /// <summary>Every kind.</summary>
    All = Unknown | Kernel | User | Jit | Inlined | Interpreted | Runtime | Idle | Other,
}
