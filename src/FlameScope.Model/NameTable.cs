using System.Collections;
using System.Text;

namespace FlameScope.Model;

/// <summary>
/// An immutable table of distinct names. Names are stored as the bytes that were read; a string is created when it is first requested.
/// </summary>
/// <typeparam name="TId">The type of the ids of the rows.</typeparam>
/// <remarks>
/// The bytes are UTF-8 if the names of the recorded program are; this is not enforced. <see cref="GetUtf8"/> returns the recorded bytes, and the
/// indexer replaces invalid UTF-8 by U+FFFD.
/// </remarks>
public sealed class NameTable<TId> : IReadOnlyList<string>
    where TId : struct
{
    private readonly Utf8Slices _slices;
    private readonly string?[] _strings;

    internal NameTable(Utf8Slices slices)
    {
        _slices = slices;
        _strings = new string?[slices.Count];
    }

    /// <summary>The number of names.</summary>
    public int Count => _strings.Length;

    /// <summary>Returns a name as a string.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <returns>The name. The same instance is returned each time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public string this[TId id]
    {
        get
        {
            int index = RowIndex.Of(id);
            RowIndex.Check(index, _strings.Length, nameof(id));
            return GetAt(index);
        }
    }

    /// <summary>Returns the recorded bytes of a name.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public ReadOnlySpan<byte> GetUtf8(TId id) => GetUtf8At(RowIndex.Of(id));

    /// <summary>Returns an enumerator over the names, in the order of their ids.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    string IReadOnlyList<string>.this[int index]
    {
        get
        {
            RowIndex.Check(index, _strings.Length, nameof(index));
            return GetAt(index);
        }
    }

    IEnumerator<string> IEnumerable<string>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Utf8Slices Slices => _slices;

    internal ReadOnlySpan<byte> GetUtf8At(int id)
    {
        RowIndex.Check(id, _strings.Length, nameof(id)); // The slices have spare capacity: reading past the last row would not throw.
        return _slices[id];
    }

    private string GetAt(int index) => _strings[index] ??= Encoding.UTF8.GetString(_slices[index]);

    /// <summary>Enumerates the names of a table.</summary>
    public struct Enumerator : IEnumerator<string>
    {
        private readonly NameTable<TId> _names;
        private int _index;

        internal Enumerator(NameTable<TId> names)
        {
            _names = names;
            _index = -1;
        }

        /// <summary>The current name.</summary>
        public readonly string Current => _names.GetAt(_index);

        readonly object IEnumerator.Current => Current;

        /// <summary>Moves to the next name.</summary>
        /// <returns><c>false</c> if there is no further name.</returns>
        public bool MoveNext() => ++_index < _names.Count;

        /// <summary>Moves to the position before the first name.</summary>
        public void Reset() => _index = -1;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
