namespace FlameScope.Parsing;

/// <summary>The frames that dotnet-trace adds to the stacks of its speedscope files.</summary>
internal static class DotnetTraceFrames
{
    /// <summary>Indicates whether a frame is one of those at the root or the leaf.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) =>
        IsTime(name)
        || name.SequenceEqual("Threads"u8)
        || name.SequenceEqual("(Non-Activities)"u8)
        || (name.StartsWith("Thread ("u8) && name.EndsWith(")"u8))
        || name.StartsWith("Process64 "u8)
        || name.StartsWith("Process32 "u8);

    /// <summary>Indicates whether a frame is one of those at the leaf, which are no code.</summary>
    public static bool IsTime(ReadOnlySpan<byte> name) => name.SequenceEqual("CPU_TIME"u8) || name.SequenceEqual("UNMANAGED_CODE_TIME"u8);
}
