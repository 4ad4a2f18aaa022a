using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>Adds up the values that the samples of a selection contribute.</summary>
internal readonly ref struct SampleSums
{
    public SampleSums(SampleSelection selection, SampleWeight weight)
    {
        Mask = selection.Mask;
        Weights = selection.Profile.GetWeights(weight);
    }

    /// <summary>One bit per sample that indicates whether it is selected; empty when all samples are selected.</summary>
    public ReadOnlySpan<ulong> Mask { get; }

    /// <summary>The value of each sample; empty when each sample counts as 1.</summary>
    public ReadOnlySpan<long> Weights { get; }

    /// <summary>Indicates whether all samples are selected and each counts as 1.</summary>
    public bool AreOfOnes => Mask.IsEmpty && Weights.IsEmpty;

    /// <summary>Returns the total of the selected samples of a range.</summary>
    public long Of(int first, int end)
    {
        if (Mask.IsEmpty) return Weights.IsEmpty ? end - first : SumAll(Weights[first..end]);
        return Weights.IsEmpty ? CountSelected(first, end) : SumSelected(first, end);
    }

    /// <summary>
    /// Returns the value of each sample of a range; 0 for a sample that is not selected. It must not be called when <see cref="AreOfOnes"/>.
    /// </summary>
    /// <param name="first">The first sample.</param>
    /// <param name="weights">A buffer with the length of the range.</param>
    public ReadOnlySpan<long> Weigh(int first, Span<long> weights)
    {
        ReadOnlySpan<long> values = Weights.IsEmpty ? default : Weights.Slice(first, weights.Length);
        if (Mask.IsEmpty) return values;
        ReadOnlySpan<ulong> mask = Mask;
        ref long weight = ref MemoryMarshal.GetReference(weights);
        ref long value = ref MemoryMarshal.GetReference(values);
        Vector256<ulong> bit = Vector256.Create(1UL, 2, 4, 8);
        for (int i = 0; i < weights.Length;)
        {
            int sample = first + i;
            ulong bits = mask[sample >> 6] >> sample;
            int stop = Math.Min(weights.Length, i + 64 - (sample & 63));
            for (; i <= stop - 4; i += 4, bits >>= 4)
            {
                Vector256<long> counts = values.IsEmpty ? Vector256<long>.One : Vector256.LoadUnsafe(ref value, (nuint)i);
                (Vector256.Equals(Vector256.Create(bits) & bit, bit).AsInt64() & counts).StoreUnsafe(ref weight, (nuint)i);
            }
            for (; i < stop; i++, bits >>= 1) weights[i] = (values.IsEmpty ? 1 : values[i]) & -(long)(bits & 1);
        }
        return weights;
    }

    private int CountSelected(int first, int end)
    {
        int firstWord = first >> 6, lastWord = (end - 1) >> 6;
        ulong head = ulong.MaxValue << (first & 63), tail = ulong.MaxValue >> (63 - ((end - 1) & 63));
        if (firstWord == lastWord) return BitOperations.PopCount(Mask[firstWord] & head & tail);
        int count = BitOperations.PopCount(Mask[firstWord] & head) + BitOperations.PopCount(Mask[lastWord] & tail);
        foreach (ulong word in Mask[(firstWord + 1)..lastWord]) count += BitOperations.PopCount(word);
        return count;
    }

    private static long SumAll(ReadOnlySpan<long> values)
    {
        long sum = 0;
        while (values.Length >= Vector<long>.Count * 4)
        {
            // The sum of all values of a profile fits a long, so no lane overflows.
            Vector<long> lanes = Vector<long>.Zero;
            while (values.Length >= Vector<long>.Count)
            {
                lanes += new Vector<long>(values);
                values = values[Vector<long>.Count..];
            }
            sum += Vector.Sum(lanes);
        }
        foreach (long value in values) sum += value;
        return sum;
    }

    private long SumSelected(int first, int end)
    {
        long sum = 0;
        ReadOnlySpan<long> values = Weights;
        while (first < end)
        {
            int stop = Math.Min(end, (first | 63) + 1);
            ulong bits = Mask[first >> 6] >> (first & 63);
            foreach (long value in values[first..stop])
            {
                sum += value & -(long)(bits & 1);
                bits >>= 1;
            }
            first = stop;
        }
        return sum;
    }
}
