using System.Collections;
using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Model;

/// <summary>
/// Selected samples of a profile: those in a range of time that match a filter. All views of a profile are made from a selection.
/// </summary>
/// <remarks>A selection is a run of rows and a mask with one bit per sample of the profile. Selections of one filter share the mask.</remarks>
/// <example>
/// <code>
/// SampleSelection java = profile.Select(new SampleFilter { Comm = "java" });
/// SampleSelection second = java.Within(profile.RangeOfSeconds(3, 4));
/// foreach (int sample in second) Console.WriteLine(profile.Samples[sample]);
/// long total = second.GetTotal(SampleWeight.Period);
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SampleSelection : IReadOnlyCollection<int>
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

    /// <summary>The profile that contains the samples.</summary>
    public Profile Profile { get; }

    /// <summary>The range of time that contains the samples.</summary>
    public TimeRange Range { get; }

    /// <summary>The index of the first sample in <see cref="Range"/>.</summary>
    public int Start { get; }

    /// <summary>The index after the last sample in <see cref="Range"/>.</summary>
    public int End { get; }

    /// <summary>
    /// The number of selected rows. <see cref="GetTotal"/> of <see cref="SampleWeight.Samples"/> is the number of samples that they represent.
    /// </summary>
    public int Count => _mask is null ? End - Start : SampleMask.Count(_mask, Start, End);

    /// <summary>
    /// One bit per sample of the profile, bit <c>i % 64</c> of word <c>i / 64</c> for sample <c>i</c>. A sample from <see cref="Start"/> to
    /// <see cref="End"/> - 1 is selected if its bit is set. Empty if all of them are selected.
    /// </summary>
    internal ReadOnlySpan<ulong> Mask => _mask;

    /// <summary>Returns the total of the selected samples.</summary>
    /// <param name="weight">The value that each sample contributes. The default is the default of the profile.</param>
    /// <returns>The number of samples or the sum of their values.</returns>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    public long GetTotal(SampleWeight weight = default)
    {
        ReadOnlySpan<long> weights = Profile.GetWeights(weight);
        if (weights.IsEmpty) return Count;
        long total = 0;
        foreach (int sample in this) total += weights[sample];
        return total;
    }

    /// <summary>Returns the unit of the total of the selected samples, for people; see <see cref="Profile.GetUnit(SampleWeight)"/>.</summary>
    /// <param name="weight">The value that each sample contributes. The default is the default of the profile.</param>
    /// <returns>The unit. If the events of the selected samples have the value in different units, it is <c>values</c>.</returns>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    public string GetUnit(SampleWeight weight = default)
    {
        bool[] events = FindEvents();
        return Profile.GetUnit(weight, i => events[i]);
    }

    /// <summary>Returns the events of the selected samples.</summary>
    /// <returns>The ids, ascending.</returns>
    public IReadOnlyList<SampleEventId> GetEvents()
    {
        bool[] events = FindEvents();
        var found = new List<SampleEventId>();
        for (int i = 0; i < events.Length; i++)
        {
            if (events[i]) found.Add(new SampleEventId(i));
        }
        return found;
    }

    /// <summary>Indicates whether a sample is selected.</summary>
    /// <param name="sample">The index of a sample.</param>
    /// <returns><c>true</c> if the sample is selected.</returns>
    public bool Contains(int sample) => sample >= Start && sample < End && (_mask is null || SampleMask.Get(_mask, sample));

    /// <summary>Returns the samples of this selection that are in a range of time.</summary>
    /// <param name="range">The range. It is intersected with <see cref="Range"/>.</param>
    /// <returns>The selection. It shares the mask of this one.</returns>
    public SampleSelection Within(TimeRange range) => new(Profile, Range.Intersect(range), _mask);

    /// <summary>Returns the samples that are in both selections.</summary>
    /// <param name="other">A selection of the same profile.</param>
    /// <returns>A selection over the range that both have in common.</returns>
    /// <exception cref="ArgumentException"><paramref name="other"/> is a selection of another profile.</exception>
    public SampleSelection Intersect(SampleSelection other)
    {
        CheckProfile(other);
        ulong[]? mask = _mask ?? other._mask;
        if (_mask is not null && other._mask is not null && _mask != other._mask) mask = SampleMask.Intersect([.. _mask], other._mask);
        return new SampleSelection(Profile, Range.Intersect(other.Range), mask);
    }

    /// <summary>Returns the samples of this selection that are not in another one.</summary>
    /// <param name="other">A selection of the same profile.</param>
    /// <returns>A selection with the same <see cref="Range"/> as this one. Its mask is new: one bit per sample of the profile.</returns>
    /// <exception cref="ArgumentException"><paramref name="other"/> is a selection of another profile.</exception>
    public SampleSelection Except(SampleSelection other)
    {
        CheckProfile(other);
        ulong[] mask = SampleMask.Create(Profile.Samples.Count);
        if (_mask is null) mask.AsSpan().Fill(ulong.MaxValue);
        else _mask.CopyTo(mask, 0);
        if (other.Start < other.End)
        {
            for (int word = other.Start >> 6; word <= (other.End - 1) >> 6; word++)
            {
                mask[word] &= ~(other._mask is null
                    ? SampleMask.RunWord(word, other.Start, other.End)
                    : SampleMask.Word(other._mask, word, other.Start, other.End));
            }
        }
        return new SampleSelection(Profile, Range, mask);
    }

    /// <summary>Returns the indexes of the selected samples in ascending order.</summary>
    /// <returns>A new array.</returns>
    public int[] ToArray()
    {
        var samples = new int[Count];
        int i = 0;
        foreach (int sample in this) samples[i++] = sample;
        return samples;
    }

    /// <summary>Returns an enumerator over the indexes of the selected samples, in ascending order.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Returns the number of selected rows and the range, such as <c>120 of 3000 samples, 1.5 s to 2 s</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} of {Profile.Samples.Count} samples, {Range}");

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the samples of this selection whose stack is selected.</summary>
    /// <param name="stacks">For each stack of the profile, whether its samples are included.</param>
    /// <returns>A selection with the same <see cref="Range"/>. Its mask is new: one bit per sample of the profile.</returns>
    /// <exception cref="ArgumentException">The length of <paramref name="stacks"/> is not the number of stacks.</exception>
    internal SampleSelection WhereStacks(bool[] stacks)
    {
        if (stacks.Length != Profile.Stacks.Count) throw new ArgumentException("There must be one entry per stack of the profile.", nameof(stacks));
        ulong[] mask = SampleMask.Create(Profile.Samples.Count);
        ReadOnlySpan<StackId> own = Profile.Samples.Stacks;
        foreach (int sample in this)
        {
            if (stacks[own[sample].Value]) SampleMask.Set(mask, sample);
        }
        return new SampleSelection(Profile, Range, mask);
    }

    /// <summary>Returns the same samples in another profile.</summary>
    /// <param name="profile">A profile from <see cref="ProfileBuilder.BuildWithSamplesOf"/>, or the source that was passed to it.</param>
    /// <exception cref="ArgumentException"><paramref name="profile"/> has other samples.</exception>
    internal SampleSelection SelectionOn(Profile profile)
    {
        if (!profile.Samples.HasRowsOf(Profile.Samples)) throw new ArgumentException("The profile has other samples.", nameof(profile));
        return new SampleSelection(profile, Range, _mask);
    }

    /// <summary>Describes which events of different units a total of the selected samples adds up, such as processor time and allocations.</summary>
    /// <param name="weight">The value that each sample contributes. The default is the default of the profile.</param>
    /// <returns>The events with their units, such as <c>cpu (nanoseconds), alloc (bytes)</c>; <c>null</c> if their units are equal.</returns>
    /// <remarks>The number of samples has a unit of its own: then the unit of an event is that of its default value type, or of its first one.</remarks>
    /// <exception cref="ArgumentException">No event of the profile has such a value type.</exception>
    public string? DescribeMixedUnits(SampleWeight weight = default)
    {
        const int Shown = 4;
        weight = Profile.Resolve(weight);
        if (Profile.Events.Count < 2) return null;
        var units = new HashSet<string>(StringComparer.Ordinal);
        var events = new List<string>();
        foreach (SampleEventId id in GetEvents())
        {
            if (Profile.GetUnitOf(id, weight) is not { } unit) continue;
            units.Add(unit);
            string text = $"{Profile.Events[id]} ({unit})";
            if (!events.Contains(text)) events.Add(text);
        }
        if (units.Count < 2) return null;
        string shown = string.Join(", ", events.Take(Shown));
        return events.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $"{shown} and {events.Count - Shown} more") : shown;
    }

    private bool[] FindEvents()
    {
        var found = new bool[Profile.Events.Count];
        ReadOnlySpan<SampleEventId> events = Profile.Samples.Events;
        int missing = found.Length;
        foreach (int sample in this)
        {
            ref bool isFound = ref found[events[sample].Value];
            if (isFound) continue;
            isFound = true;
            if (--missing == 0) break;
        }
        return found;
    }

    private void CheckProfile(SampleSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Profile != Profile) throw new ArgumentException("The selection belongs to another profile.", nameof(other));
    }

    /// <summary>Enumerates the indexes of selected samples.</summary>
    public struct Enumerator : IEnumerator<int>
    {
        private readonly ulong[]? _mask;
        private readonly int _start;
        private readonly int _end;

        internal Enumerator(SampleSelection selection)
        {
            _mask = selection._mask;
            _start = selection.Start;
            _end = selection.End;
            Current = _start - 1;
        }

        /// <summary>The index of the current sample.</summary>
        public int Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <summary>Moves to the next sample.</summary>
        /// <returns><c>false</c> if there is no further sample.</returns>
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

        /// <summary>Moves to the position before the first sample.</summary>
        public void Reset() => Current = _start - 1;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
