using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FlameScope;

/// <summary>
/// Asks for memory ahead of its use, so that look-ups that would each wait for the last one's cache miss wait together. It is a hint: where the
/// processor has no such instruction, or the memory has moved by then, nothing happens but that the look-up waits.
/// </summary>
internal static class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Read<T>(ref readonly T location)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in location)));
    }
}
