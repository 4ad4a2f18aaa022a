using System.Collections;

namespace FlameScope.Model;

/// <summary>The distinct sets of labels of a profile. Row 0 is the empty set.</summary>
public sealed class LabelSetTable : IReadOnlyList<IReadOnlyList<SampleLabel>>
{
    private readonly SampleLabel[][] _sets;

    internal LabelSetTable(SampleLabel[][] sets) => _sets = sets;

    /// <summary>The number of sets, including the empty one.</summary>
    public int Count => _sets.Length;

    /// <summary>Returns a set.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <returns>The labels, in the order of their first use in the profile. A key may occur several times.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public IReadOnlyList<SampleLabel> this[LabelSetId id]
    {
        get
        {
            RowIndex.Check(id.Value, _sets.Length, nameof(id));
            return _sets[id.Value];
        }
    }

    /// <summary>Returns the value of the first label of a set with a key.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <param name="key">The key.</param>
    /// <returns>The text or the number of the label; <c>null</c> if the set has no such label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public string? Find(LabelSetId id, string key)
    {
        foreach (SampleLabel label in this[id])
        {
            if (label.Key == key) return label.Value;
        }
        return null;
    }

    /// <summary>Returns an enumerator over the sets, in the order of their ids.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<IReadOnlyList<SampleLabel>> GetEnumerator() => ((IEnumerable<IReadOnlyList<SampleLabel>>)_sets).GetEnumerator();

    IReadOnlyList<SampleLabel> IReadOnlyList<IReadOnlyList<SampleLabel>>.this[int index] => this[new LabelSetId(index)];

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
