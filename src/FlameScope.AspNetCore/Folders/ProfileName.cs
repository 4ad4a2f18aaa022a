using System.Buffers;
using System.Text;

namespace FlameScope.AspNetCore;

/// <summary>The names of profiles: paths relative to the folder, with <c>/</c>.</summary>
internal static class ProfileName
{
    // Less than the limits of file systems: a temporary file has a longer name.
    private const int MaximumSegmentBytes = 200;
    private const int MaximumLength = 1024;

    // Separators and wildcards of Windows.
    private static readonly SearchValues<char> Reserved = SearchValues.Create(@"\:*?""<>|");

    /// <summary>
    /// Indicates whether a name can be that of a profile. Segments that are empty or start with a dot cannot, so that neither hidden files nor the
    /// parent folder can be named.
    /// </summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaximumLength || name.Contains('\0')) return false;
        if (OperatingSystem.IsWindows() && name.AsSpan().ContainsAny(Reserved)) return false;
        foreach (Range range in name.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = name.AsSpan()[range];
            if (segment.IsEmpty || segment[0] == '.' || Encoding.UTF8.GetByteCount(segment) > MaximumSegmentBytes) return false;
        }
        return true;
    }

    /// <summary>
    /// Indicates whether a name can be given to a new profile. Control characters are refused there, and names that differ between systems.
    /// </summary>
    public static bool IsValidForUpload(string name)
    {
        if (!IsValid(name) || name.AsSpan().ContainsAny(Reserved)) return false;
        foreach (char c in name)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD') return false;
        }
        foreach (Range range in name.AsSpan().Split('/'))
        {
            if (name.AsSpan()[range] is [.., ' ' or '.']) return false;
        }
        return true;
    }
}
