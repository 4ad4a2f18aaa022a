using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlameScope.Parsing;

/// <summary>
/// Finds the line ends of a call chain. The text starts with the end of the previous line, so that every line is between two line ends.
/// </summary>
internal sealed class LineEnds
{
    public const int MaximumLength = 128 * 1024;

    private const int Step = 64; // one bit per byte
    private const int Ahead = 4096; // the processor itself prefetches within a page only

    private int[] _ends = new int[1024];
    private int _count;

    /// <summary>Finds the line ends up to the first blank line, which is the last of them.</summary>
    /// <param name="text">The text.</param>
    /// <returns><c>true</c> if there is a blank line; <c>false</c> if there is none up to the end of the text or 128 KiB.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // in a large method, its loop would use the stack instead of registers
    public bool TryFind(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaximumLength)];
        ref byte start = ref MemoryMarshal.GetReference(text);
        int[] found = _ends;
        int count = 0;
        ulong carry = 0; // 1 if the byte before the step is a line end
        for (nint i = 0; i <= text.Length - Step; i += Step)
        {
            Prefetch.Read(ref Unsafe.Add(ref start, i + Ahead));
            if (count > found.Length - Step) found = Grow();
            ulong ends = LineEndsAt(ref start, i) | ((ulong)LineEndsAt(ref start, i + (Step / 2)) << (Step / 2));
            ulong blanks = ends & ((ends << 1) | carry);
            if (blanks != 0)
            {
                _count = count + Write(ends & (blanks ^ (blanks - 1)), (int)i, ref found[count]);
                return true;
            }
            count += Write(ends, (int)i, ref found[count]);
            carry = ends >> (Step - 1);
        }
        _count = count;
        return TryFindInRest(text);
    }

    /// <summary>The positions of the line ends.</summary>
    public ReadOnlySpan<int> Found => _ends.AsSpan(0, _count);

    private static uint LineEndsAt(ref byte start, nint index) =>
        Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)index), Vector256.Create((byte)'\n')).ExtractMostSignificantBits();

    // The array has capacity for the line ends of a step. Few steps contain more than two, so the first two are written unconditionally: a branch
    // for each would be mispredicted half the time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(ulong ends, int start, ref int free)
    {
        int count = BitOperations.PopCount(ends);
        free = start + BitOperations.TrailingZeroCount(ends);
        ends &= ends - 1;
        Unsafe.Add(ref free, 1) = start + BitOperations.TrailingZeroCount(ends);
        for (int i = 2; i < count; i++)
        {
            ends &= ends - 1;
            Unsafe.Add(ref free, i) = start + BitOperations.TrailingZeroCount(ends);
        }
        return count;
    }

    private int[] Grow()
    {
        Array.Resize(ref _ends, _ends.Length * 2);
        return _ends;
    }

    private bool TryFindInRest(ReadOnlySpan<byte> text)
    {
        for (int i = text.Length - (text.Length % Step); i < text.Length; i++)
        {
            if (text[i] != '\n') continue;
            if (_count == _ends.Length) Grow();
            _ends[_count++] = i;
            if (i > 0 && text[i - 1] == '\n') return true;
        }
        return false;
    }
}
