using System.Globalization;
using FlameScope.Model;

namespace FlameScope.PowerShell;

/// <summary>Warnings and details about a profile that was read.</summary>
internal static class ReadNotes
{
    /// <summary>Returns what is damaged, lost or missing, in one line; <c>null</c> if nothing is.</summary>
    public static string? Warning(ProfileView view)
    {
        Profile profile = view.Profile;
        List<string> notes = [];
        if (ProfileNotes.OfUnreadable(profile) is { } unreadable) notes.Add(unreadable);
        if (profile.LostCount > 0) notes.Add($"the recorder lost {SafeText.Count(profile.LostCount, "sample")}");
        notes.AddRange(profile.Header.Losses);
        notes.AddRange(ProfileNotes.Of(profile));
        if (profile.Samples.Count > 0 && view.SampleCount == 0) notes.Add("no sample matches");
        return notes.Count == 0 ? null : SafeText.Clean($"{view.Source ?? profile.Format}: {string.Join("; ", notes)}");
    }

    /// <summary>Returns the details of a profile, one per line.</summary>
    public static IEnumerable<string> Details(ProfileView view)
    {
        Profile profile = view.Profile;
        string source = view.Source ?? profile.Format;
        string span = profile is { FirstTime: { } first, LastTime: { } last }
            ? string.Create(CultureInfo.InvariantCulture, $"{(last - first) / 1e9:0.###} seconds") : "no times";
        yield return $"{source}: {profile.Format}, {SafeText.Count(profile.Samples.Count, "sample")}, {span}; {SafeText.Count(view.SampleCount, "sample")} selected";
        if (!view.Filter.IncludeIdle && profile.IdleCount > 0) yield return $"{source}: {SafeText.Count(profile.IdleCount, "idle sample")} excluded";
        foreach (ReadDiagnostic diagnostic in profile.Diagnostics)
        {
            string position = diagnostic.Positions.Count > 0 ? $", first at {diagnostic.Positions[0]}" : "";
            yield return string.Create(CultureInfo.InvariantCulture, $"{source}: {diagnostic.Reason}: {diagnostic.Count:N0}{position}: {diagnostic.Text}");
        }
    }
}
