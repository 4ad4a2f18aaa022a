using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlameScope.Parsing;

/// <summary>
/// Finds the length of the common suffix of two texts, the counterpart of
/// <see cref="MemoryExtensions.CommonPrefixLength{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/>.
/// </summary>
internal static class CommonSuffix
{
    [MethodImpl(MethodImplOptions.NoInlining)] // in a large method, its loop would use the stack instead of registers
    public static int Length(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int length = Math.Min(a.Length, b.Length);
        ref byte endOfA = ref MemoryMarshal.GetReference(a[(a.Length - length)..]);
        ref byte endOfB = ref MemoryMarshal.GetReference(b[(b.Length - length)..]);
        int left = length;
        for (; left >= Vector256<byte>.Count; left -= Vector256<byte>.Count)
        {
            nuint start = (nuint)(left - Vector256<byte>.Count);
            Vector256<byte> equals = Vector256.Equals(Vector256.LoadUnsafe(ref endOfA, start), Vector256.LoadUnsafe(ref endOfB, start));
            uint equal = equals.ExtractMostSignificantBits();
            if (equal != uint.MaxValue) return length - left + BitOperations.LeadingZeroCount(~equal);
        }
        a = a[(a.Length - length)..];
        b = b[(b.Length - length)..];
        while (left > 0 && a[left - 1] == b[left - 1]) left--;
        return length - left;
    }
}
