namespace FlameScope.Analysis;

/// <summary>Counts in the ascending indexes of a series' samples.</summary>
internal static class SortedPositions
{
    /// <summary>Returns the number of indexes below a sample.</summary>
    public static int CountBefore(int[] positions, int sample)
    {
        int at = Array.BinarySearch(positions, sample);
        return at < 0 ? ~at : at;
    }

    /// <summary>Returns the number of indexes from one sample to another, which is included.</summary>
    public static int CountWithin(int[] positions, int first, int last) => CountBefore(positions, last + 1) - CountBefore(positions, first);
}
