using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FlameScope;

/// <summary>
/// Prefetches memory, so that the cache misses of several look-ups overlap. It is a hint: if the processor has no such instruction, or the memory has
/// moved, only the speed changes.
/// </summary>
internal static class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Read<T>(ref readonly T location)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in location)));
    }
}
