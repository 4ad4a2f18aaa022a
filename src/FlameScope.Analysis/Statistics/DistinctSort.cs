namespace FlameScope.Analysis;

/// <summary>Sorts lists and removes duplicates.</summary>
internal static class DistinctSort
{
    /// <summary>Sorts a list in place and removes duplicates.</summary>
    public static void Sort(List<int> values)
    {
        values.Sort();
        int kept = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (i == 0 || values[i] != values[i - 1]) values[kept++] = values[i];
        }
        values.RemoveRange(kept, values.Count - kept);
    }
}
