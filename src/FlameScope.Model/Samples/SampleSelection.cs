using System.Collections;

namespace FlameScope.Model;

/// <summary>
/// Some samples of a profile: those of a run of rows whose bit in a mask is set. All views are made from a selection.
/// </summary>
/// <example>
/// <code>
/// foreach (int sample in profile.Select().Within(range)) Console.WriteLine(profile.Samples[sample]);
/// </code>
/// </example>
#pragma warning disable CA1710 // It can be walked, in PowerShell too; it is not a collection to keep things in.
public sealed class SampleSelection : IEnumerable<int>
#pragma warning restore CA1710
{
    private readonly ulong[]? _mask;

    internal SampleSelection(Profile profile, TimeRange range, ulong[]? mask)
    {
        Profile = profile;
        Range = range;
        _mask = mask;
        if (range == TimeRange.All)
        {
            End = profile.Samples.Count;
            return;
        }
        Start = profile.Samples.FirstAtOrAfter(range.Start);
        End = range.IsEmpty ? Start : profile.Samples.FirstAtOrAfter(range.End);
    }

    /// <summary>The profile the samples are of.</summary>
    public Profile Profile { get; }

    /// <summary>The range of time that the samples are of.</summary>
    public TimeRange Range { get; }

    /// <summary>The first row of the run.</summary>
    public int Start { get; }

    /// <summary>The row after the last of the run.</summary>
    public int End { get; }

    /// <summary>
    /// One bit a sample of the whole profile, bit <c>i % 64</c> of word <c>i / 64</c> for sample <c>i</c>: set when the sample, if it also lies
    /// between <see cref="Start"/> and <see cref="End"/>, is selected. Empty when every sample between them is.
    /// </summary>
    public ReadOnlySpan<ulong> Mask => _mask;

    /// <summary>The number of selected samples.</summary>
    public int Count => _mask is null ? End - Start : SampleMask.Count(_mask, Start, End);

    /// <summary>What the selected samples count together.</summary>
    /// <param name="weight">What one sample counts.</param>
    public long GetTotal(SampleWeight weight)
    {
        if (weight == SampleWeight.Samples) return Count;
        long total = 0;
        ReadOnlySpan<long> periods = Profile.Samples.Periods;
        foreach (int sample in this) total += periods[sample];
        return total;
    }

    /// <summary>Whether a sample is selected.</summary>
    /// <param name="sample">The index of a sample.</param>
    public bool Contains(int sample) => sample >= Start && sample < End && (_mask is null || SampleMask.Get(_mask, sample));

    /// <summary>The samples of this selection that lie in a range.</summary>
    /// <param name="range">Another range; what lies outside <see cref="Range"/> stays outside.</param>
    public SampleSelection Within(TimeRange range) => new(Profile, Range.Intersect(range), _mask);

    /// <summary>The samples of this selection that are not in another: with those that are in both, they are this selection.</summary>
    /// <param name="other">A selection of the same profile.</param>
    /// <returns>A selection of the same <see cref="Range"/> as this one. It holds a mask of its own, one bit a sample of the profile.</returns>
    /// <exception cref="ArgumentException">The other selection is of another profile.</exception>
    public SampleSelection Except(SampleSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Profile != Profile) throw new ArgumentException("The selection is of another profile.", nameof(other));
        ulong[] mask = SampleMask.Create(Profile.Samples.Count);
        if (_mask is null) mask.AsSpan().Fill(ulong.MaxValue);
        else _mask.CopyTo(mask, 0);
        if (other.Start < other.End)
        {
            for (int word = other.Start >> 6; word <= (other.End - 1) >> 6; word++)
            {
                mask[word] &= ~(other._mask is null ? SampleMask.RunWord(word, other.Start, other.End) : SampleMask.Word(other._mask, word, other.Start, other.End));
            }
        }
        return new SampleSelection(Profile, Range, mask);
    }

    /// <summary>The samples of this selection that have one of some stacks.</summary>
    /// <param name="stacks">For each stack of the profile whether its samples are taken.</param>
    /// <returns>A selection of the same <see cref="Range"/>. It holds a mask of its own, one bit a sample of the profile.</returns>
    /// <exception cref="ArgumentException">There is not an answer for each stack.</exception>
    public SampleSelection OfStacks(bool[] stacks)
    {
        ArgumentNullException.ThrowIfNull(stacks);
        if (stacks.Length != Profile.Stacks.Count) throw new ArgumentException("There must be an answer for each stack of the profile.", nameof(stacks));
        ulong[] mask = SampleMask.Create(Profile.Samples.Count);
        ReadOnlySpan<StackId> own = Profile.Samples.Stacks;
        foreach (int sample in this)
        {
            if (stacks[own[sample].Value]) SampleMask.Set(mask, sample);
        }
        return new SampleSelection(Profile, Range, mask);
    }

    /// <summary>The same samples in a profile that was made over this one's, or that this one's was made over.</summary>
    /// <param name="profile">A profile from <see cref="ProfileBuilder.BuildOver"/>, or what was given to it.</param>
    /// <exception cref="ArgumentException">The profile has other samples.</exception>
    public SampleSelection Over(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (!profile.Samples.HasRowsOf(Profile.Samples)) throw new ArgumentException("The profile has other samples.", nameof(profile));
        return new SampleSelection(profile, Range, _mask);
    }

    /// <summary>The indexes of the selected samples, rising.</summary>
    /// <returns>A new array.</returns>
    public int[] ToArray()
    {
        var samples = new int[Count];
        int i = 0;
        foreach (int sample in this) samples[i++] = sample;
        return samples;
    }

    /// <summary>The indexes of the selected samples, rising.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<int> IEnumerable<int>.GetEnumerator()
    {
        foreach (int sample in this) yield return sample;
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<int>)this).GetEnumerator();

    /// <summary>Walks over the selected samples; made by <c>foreach</c>.</summary>
    public struct Enumerator
    {
        private readonly ulong[]? _mask;
        private readonly int _end;

        internal Enumerator(SampleSelection selection)
        {
            _mask = selection._mask;
            _end = selection.End;
            Current = selection.Start - 1;
        }

        /// <summary>The index of a sample.</summary>
        public int Current { get; private set; }

        /// <summary>Goes to the next sample.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            int next = Current + 1;
            if (_mask is not null && next < _end)
            {
                ulong bits = _mask[next >> 6] >> (next & 63);
                while (bits == 0 && (next = (next | 63) + 1) < _end) bits = _mask[next >> 6];
                if (bits != 0) next += System.Numerics.BitOperations.TrailingZeroCount(bits);
            }
            Current = next;
            return next < _end;
        }
    }
}
