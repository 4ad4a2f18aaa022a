using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>The line below a picture's title: the file, the range of time and the number of samples.</summary>
internal static class PictureSubtitle
{
    public static string Of(LoadedProfile loaded, TimeRange range, long samples)
    {
        string name = Path.GetFileName(loaded.Name);
        return $"{name}, {TimeOf(loaded.Profile, range)}{SafeText.Count(samples, "sample")}";
    }

    private static string TimeOf(Profile profile, TimeRange range)
    {
        if (range == TimeRange.All) return "";
        long from = range.Start <= SampleTable.NoTime + 1 ? 0 : range.Start - profile.Origin;
        string to = range.End == long.MaxValue ? "the end" : SafeText.Seconds(range.End - profile.Origin) + " s";
        return $"{SafeText.Seconds(from)} s to {to}, ";
    }
}
