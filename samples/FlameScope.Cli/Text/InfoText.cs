using System.Globalization;
using FlameScope.Model;
using Spectre.Console;
using Profile = FlameScope.Model.Profile;
using SpectreText = Spectre.Console.Text;

namespace FlameScope.Cli.Text;

/// <summary>Draws what a profile holds as grids. Names go in as plain text, never as markup.</summary>
internal static class InfoText
{
    private const int NamesShown = 15;

    private static readonly Style Key = new(Color.Grey);
    private static readonly Style Heading = new(Color.Orange1, decoration: Decoration.Bold);

    public static void Draw(ProfileSummary summary, IAnsiConsole console)
    {
        console.Write(Facts(summary));
        DrawCounts(console, "Events", summary.Events, summary.Profile.Samples.Count);
        DrawCounts(console, "Busiest threads by name", summary.Comms, summary.Comms.Sum(c => c.Count));
        DrawHeader(console, summary.Profile.Header);
        DrawDiagnostics(console, summary.Profile.Diagnostics);
    }

    private static Grid Facts(ProfileSummary summary)
    {
        Profile profile = summary.Profile;
        Grid grid = NewGrid();
        Add(grid, "Profile", summary.Name);
        Add(grid, "Format", profile.Format);
        Add(grid, "Samples", SafeText.Number(profile.Samples.Count)
            + (profile.IdleCount > 0 ? $", {SafeText.Number(profile.IdleCount)} of them idle" : "")
            + (profile.Samples.UntimedCount > 0 ? $", {SafeText.Number(profile.Samples.UntimedCount)} of them without a time" : ""));
        if (profile is { FirstTime: { } first, LastTime: { } last })
        {
            // From the second in which the profile starts, as everywhere else.
            Add(grid, "Time", $"{SafeText.Seconds(last - first)} s, from {SafeText.Seconds(first)} s to {SafeText.Seconds(last)} s of the recorder's clock");
            AddWallClock(grid, profile.Header.Clock, first, last);
        }
        else
        {
            Add(grid, "Time", "no sample has one: there are flame graphs, but no heat map and no ranges");
        }
        Add(grid, "Threads", SafeText.Number(summary.ThreadCount));
        Add(grid, "Stacks", $"{SafeText.Number(profile.Stacks.Count - 1)} distinct, of {SafeText.Count(profile.Frames.Count, "distinct frame")}");
        Add(grid, "Lost", profile.LostCount == 0 ? "no samples that the recorder knows of" : SafeText.Count(profile.LostCount, "sample"));
        return grid;
    }

    private static void AddWallClock(Grid grid, WallClock? clock, long first, long last)
    {
        if (clock is null) return;
        string from = clock.At(first)?.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "?";
        string to = clock.At(last)?.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "?";
        string zone = clock.Wall.Kind == DateTimeKind.Utc ? "UTC" : "local time of the recording";
        Add(grid, "Wall clock", $"{from} to {to}, {zone}{(clock.IsExact ? "" : ", to about a second")}");
    }

    private static void DrawCounts(IAnsiConsole console, string title, NamedCount[] counts, long total)
    {
        if (counts.Length == 0) return;
        DrawHeading(console, title);
        var grid = new Grid();
        grid.AddColumn(new GridColumn().PadLeft(2).PadRight(2).NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().PadRight(2).NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().PadRight(0));
        foreach (NamedCount count in counts.Take(NamesShown))
        {
            grid.AddRow(
                Plain(SafeText.Number(count.Count)),
                new SpectreText(SafeText.Percent(count.Count, total), Key),
                Plain(count.Name.Length == 0 ? "(no name)" : count.Name));
        }
        console.Write(grid);
        if (counts.Length > NamesShown) console.Write(new SpectreText($"  and {SafeText.Number(counts.Length - NamesShown)} more\n", Key));
    }

    private static void DrawHeader(IAnsiConsole console, RecordingHeader header)
    {
        if (header.Facts.Count == 0) return;
        DrawHeading(console, "Recording");
        Grid grid = NewGrid(indent: 2);
        foreach (HeaderFact fact in header.Facts)
        {
            // A sentence without a value would widen the column of names.
            if (fact.Value.Length > 0) Add(grid, fact.Name, fact.Value);
            else Add(grid, "", fact.Name);
        }
        console.Write(grid);
    }

    private static void DrawDiagnostics(IAnsiConsole console, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.Count == 0) return;
        DrawHeading(console, "Not read, or not as it stands");
        var grid = new Grid();
        grid.AddColumn(new GridColumn().PadLeft(2).PadRight(2).NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().PadRight(2));
        grid.AddColumn(new GridColumn().PadRight(2));
        grid.AddColumn(new GridColumn().PadRight(0));
        foreach (Diagnostic diagnostic in diagnostics)
        {
            string lines = diagnostic.Lines.Count == 0 ? ""
                : $"{(diagnostic.Count == 1 ? "line" : "lines")} {string.Join(", ", diagnostic.Lines)}{(diagnostic.Count > diagnostic.Lines.Count ? ", …" : "")}";
            grid.AddRow(Plain(SafeText.Number(diagnostic.Count)), Plain(diagnostic.Reason), new SpectreText(lines, Key), new SpectreText(SafeText.Clean(diagnostic.Text), Key));
        }
        console.Write(grid);
    }

    private static void DrawHeading(IAnsiConsole console, string title) => console.Write(new SpectreText($"\n{title}\n", Heading));

    private static Grid NewGrid(int indent = 0) => new Grid()
        .AddColumn(new GridColumn().PadLeft(indent).PadRight(2).NoWrap())
        .AddColumn(new GridColumn().PadRight(0));

    private static void Add(Grid grid, string key, string value) => grid.AddRow(new SpectreText(SafeText.Clean(key), Key), Plain(value));

    private static SpectreText Plain(string text) => new(SafeText.Clean(text));
}
