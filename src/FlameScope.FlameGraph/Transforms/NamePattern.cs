using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Regular expressions over names, which come from the recorded machine.</summary>
internal static class NamePattern
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Regex Create(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return NameRegex.Create(pattern, Timeout);
    }
}
