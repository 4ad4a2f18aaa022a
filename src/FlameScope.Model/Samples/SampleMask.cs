namespace FlameScope.Model;

/// <summary>Masks with one bit per sample: bit <c>i % 64</c> of word <c>i / 64</c> is the bit of sample <c>i</c>.</summary>
internal static class SampleMask
{
    public static ulong[] Create(int count) => new ulong[(count >>> 6) + ((count & 63) == 0 ? 0 : 1)];

    public static bool Get(ReadOnlySpan<ulong> mask, int index) => (mask[index >> 6] >> (index & 63) & 1) != 0;

    public static void Set(ulong[] mask, int index) => mask[index >> 6] |= 1UL << (index & 63);

    /// <summary>Returns the number of set bits from <paramref name="start"/> to <paramref name="end"/> - 1.</summary>
    public static int Count(ReadOnlySpan<ulong> mask, int start, int end)
    {
        if (start >= end) return 0;
        int count = 0;
        for (int word = start >> 6; word <= (end - 1) >> 6; word++) count += System.Numerics.BitOperations.PopCount(Word(mask, word, start, end));
        return count;
    }

    /// <summary>Returns a word of the mask with all bits cleared except those from <paramref name="start"/> to <paramref name="end"/> - 1.</summary>
    public static ulong Word(ReadOnlySpan<ulong> mask, int word, int start, int end) => mask[word] & RunWord(word, start, end);

    /// <summary>
    /// Returns a word in which the bits from <paramref name="start"/> to <paramref name="end"/> - 1 are set, as far as they are in the word.
    /// </summary>
    public static ulong RunWord(int word, int start, int end)
    {
        ulong bits = ulong.MaxValue;
        if (word == start >> 6) bits &= ulong.MaxValue << (start & 63);
        if (word == end >> 6) bits &= (1UL << (end & 63)) - 1;
        return bits;
    }

    /// <summary>Returns the bits that are set in both masks. <c>null</c> is a mask of all samples. The first mask is overwritten.</summary>
    public static ulong[]? Intersect(ulong[]? first, ulong[]? second)
    {
        if (first is null) return second;
        for (int i = 0; i < first.Length && second is not null; i++) first[i] &= second[i];
        return first;
    }
}
