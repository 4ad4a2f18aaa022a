namespace FlameScope.Model;

/// <summary>Rows of a name table that follow one another.</summary>
/// <param name="Names">The names.</param>
/// <param name="First">The id of the first of them.</param>
internal readonly record struct NameRows(Utf8Slices Names, int First)
{
    /// <summary>The id behind the last of them.</summary>
    public int End => First + Names.Count;
}
