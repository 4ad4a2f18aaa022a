using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlameScope.Parsing;

/// <summary>
/// Where the lines of a call chain end. The text starts with the end of the line before, so that every line stands between two of these.
/// </summary>
internal sealed class LineEnds
{
    private const int Step = 64; // a bit a byte
    public const int MaximumLength = 128 * 1024;

    private int[] _ends = new int[256];
    private int _count;

    /// <summary>Finds the line ends up to the first blank line, which is the last of them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether there is a blank line. If not, the text has none this far: its end, or 128 KiB.</returns>
    public bool TryFind(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaximumLength)];
        _count = 0;
        ulong carry = 0; // whether the byte before the step is a line end
        ref byte start = ref MemoryMarshal.GetReference(text);
        for (int i = 0; i <= text.Length - Step; i += Step)
        {
            ulong ends = LineEndsAt(ref start, i) | ((ulong)LineEndsAt(ref start, i + (Step / 2)) << (Step / 2));
            ulong blanks = ends & ((ends << 1) | carry);
            if (blanks != 0)
            {
                Add(ends & (blanks ^ (blanks - 1)), i);
                return true;
            }
            Add(ends, i);
            carry = ends >> (Step - 1);
        }
        return TryFindInRest(text);
    }

    /// <summary>The positions of the line ends.</summary>
    public ReadOnlySpan<int> Found => _ends.AsSpan(0, _count);

    private static uint LineEndsAt(ref byte start, int index) =>
        Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)index), Vector256.Create((byte)'\n')).ExtractMostSignificantBits();

    // Few steps hold more than two line ends. To ask for each whether there is one would be guessed wrong by the processor half the time.
    private void Add(ulong ends, int start)
    {
        if (_count > _ends.Length - Step) Array.Resize(ref _ends, _ends.Length * 2);
        Span<int> free = _ends.AsSpan(_count, Step);
        int count = BitOperations.PopCount(ends);
        _count += count;
        free[0] = start + BitOperations.TrailingZeroCount(ends);
        ends &= ends - 1;
        free[1] = start + BitOperations.TrailingZeroCount(ends);
        for (int i = 2; i < count; i++)
        {
            ends &= ends - 1;
            free[i] = start + BitOperations.TrailingZeroCount(ends);
        }
    }

    private bool TryFindInRest(ReadOnlySpan<byte> text)
    {
        for (int i = text.Length - (text.Length % Step); i < text.Length; i++)
        {
            if (text[i] != '\n') continue;
            Add(1, i);
            if (i > 0 && text[i - 1] == '\n') return true;
        }
        return false;
    }
}
