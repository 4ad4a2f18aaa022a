using System.Text;

namespace FlameScope.Model;

/// <summary>
/// An immutable table of distinct names, kept as the bytes they were read as. A string is made once, when it is first asked for.
/// </summary>
/// <typeparam name="TId">The id that names a row.</typeparam>
/// <remarks>
/// The bytes are UTF-8 as far as the recorded program's names are; nothing forces them to be. <see cref="GetUtf8"/> gives what was recorded,
/// the indexer replaces what is not UTF-8 by U+FFFD.
/// </remarks>
public sealed class NameTable<TId>
    where TId : struct, ITableId
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

    /// <summary>The name as a string.</summary>
    /// <param name="id">A row of this table.</param>
    /// <exception cref="IndexOutOfRangeException">The id is not of this table.</exception>
    public string this[TId id] => _strings[id.Value] ??= Encoding.UTF8.GetString(_slices[id.Value]);

    /// <summary>The name's bytes, as they were recorded.</summary>
    /// <param name="id">A row of this table.</param>
    /// <exception cref="IndexOutOfRangeException">The id is not of this table.</exception>
    public ReadOnlySpan<byte> GetUtf8(TId id) => GetUtf8At(id.Value);

    internal Utf8Slices Slices => _slices;

    internal ReadOnlySpan<byte> GetUtf8At(int index)
    {
        _ = _strings[index]; // Throws where there is no such row; the slices have room to spare and would not.
        return _slices[index];
    }
}
