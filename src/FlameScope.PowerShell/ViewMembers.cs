using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>The members that the module adds to profiles.</summary>
public static class ViewMembers
{
    private const int MaximumBars = 24;
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>Returns the name of the profile's file without its folder and endings: shop for shop.perf.gz.</summary>
    /// <param name="view">The profile.</param>
    /// <returns>The name; "profile" if the profile does not come from a file.</returns>
    public static string GetName(PSObject view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return NameOf((view.BaseObject as ProfileView)?.Source);
    }

    /// <summary>Returns text without control characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with such characters replaced.</returns>
    public static string Clean(string text) => SafeText.Clean(text ?? "");

    /// <summary>Draws the cells of a second as bars, up to 24 of them.</summary>
    /// <param name="values">The values of the cells.</param>
    /// <returns>One block character per bar; a space for nothing.</returns>
    public static string GetBars(IReadOnlyList<long> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int count = Math.Min(values.Count, MaximumBars);
        var bars = new long[count];
        for (int i = 0; i < values.Count; i++) bars[(int)((long)i * count / values.Count)] += values[i];
        long maximum = bars.Append(0).Max();
        return string.Concat(bars.Select(bar => bar == 0 ? ' ' : Blocks[(int)((Blocks.Length - 1) * (Int128)bar / maximum)]));
    }

    internal static string NameOf(string? source)
    {
        string name = Path.GetFileName(source ?? "");
        string bare = Path.GetFileNameWithoutExtension(name);
        if (Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".zst") bare = Path.GetFileNameWithoutExtension(bare);
        return bare.Length > 0 ? bare : name.Length > 0 ? name : "profile";
    }
}
