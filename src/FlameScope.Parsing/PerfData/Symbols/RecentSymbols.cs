namespace FlameScope.Parsing;

/// <summary>
/// Keeps the symbols that were used last. A program that opens recordings one after the other collects garbage between them, which would take symbols that only
/// weak references hold.
/// </summary>
/// <remarks>
/// What is kept takes at most <see cref="MaximumBytes"/>. A full garbage collection releases what was not used for a minute, and everything if memory is scarce.
/// </remarks>
internal static class RecentSymbols
{
    /// <summary>The maximum memory of what is kept.</summary>
    public const long MaximumBytes = 256 * 1024 * 1024;

    private const long LifetimeInMilliseconds = 60_000;

    private static readonly Dictionary<object, (long Bytes, long LastUse)> s_kept = new(ReferenceEqualityComparer.Instance);
    private static long s_bytes;
    private static bool s_isWatching;

    /// <summary>Keeps an object, or keeps it longer.</summary>
    /// <param name="symbols">The object.</param>
    /// <param name="bytes">The memory that it takes.</param>
    public static void Use(object symbols, long bytes)
    {
        if (bytes > MaximumBytes) return;
        lock (s_kept)
        {
            if (s_kept.TryGetValue(symbols, out var known)) s_bytes -= known.Bytes;
            s_kept[symbols] = (bytes, Environment.TickCount64);
            s_bytes += bytes;
            while (s_bytes > MaximumBytes) Remove(s_kept.MinBy(each => each.Value.LastUse).Key);
            if (s_isWatching) return;
            s_isWatching = true;
            _ = new CollectionWatcher();
        }
    }

    /// <summary>Indicates whether an object is kept.</summary>
    public static bool Keeps(object symbols)
    {
        lock (s_kept) return s_kept.ContainsKey(symbols);
    }

    /// <summary>Releases what was not used for some time.</summary>
    /// <param name="milliseconds">The time.</param>
    /// <returns><c>true</c> if anything is still kept.</returns>
    public static bool Release(long milliseconds)
    {
        lock (s_kept)
        {
            long latest = Environment.TickCount64 - milliseconds;
            foreach (object old in s_kept.Where(each => each.Value.LastUse <= latest).Select(each => each.Key).ToArray()) Remove(old);
            return s_isWatching = s_kept.Count > 0;
        }
    }

    private static void Remove(object symbols)
    {
        s_kept.Remove(symbols, out var removed);
        s_bytes -= removed.Bytes;
    }

    // An object without references is finalized after each garbage collection of its generation: soon, of the oldest.
    private sealed class CollectionWatcher
    {
        ~CollectionWatcher()
        {
            GCMemoryInfo memory = GC.GetGCMemoryInfo();
            bool isScarce = memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes;
            if (Release(isScarce ? 0 : LifetimeInMilliseconds)) GC.ReRegisterForFinalize(this);
        }
    }
}
