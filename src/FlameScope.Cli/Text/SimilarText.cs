namespace FlameScope.Cli.Text;

/// <summary>Finds the known word that an unknown one probably means.</summary>
internal static class SimilarText
{
    /// <summary>Returns the most similar of several words; <c>null</c> if none is similar.</summary>
    public static string? Find(string text, IEnumerable<string> words)
    {
        int maximum = Math.Max(1, text.TrimStart('-').Length / 3);
        (string Word, int Distance)[] similar = [.. words.Select(word => (Word: word, Distance: DistanceOf(text, word))).Where(w => w.Distance <= maximum)];
        return similar.Length == 0 ? null : similar.OrderBy(w => w.Distance).ThenBy(w => w.Word, StringComparer.Ordinal).First().Word;
    }

    // The optimal string alignment distance: Levenshtein's, with the swap of two adjacent characters as one edit.
    private static int DistanceOf(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64) return int.MaxValue;
        var distances = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) distances[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) distances[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(substituted, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }
        return distances[a.Length, b.Length];
    }
}
