using System.Globalization;
using FlameScope.Cli.Output;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>Draws the summary of a profile as tables. Names are plain text, never markup.</summary>
internal static class InfoText
{
    private const int NamesShown = 15;

    public static void Draw(ProfileSummary summary, TextCanvas canvas)
    {
        canvas.Write(Facts(summary));
        DrawCounts(canvas, "Events", summary.Events, summary.SampleCount);
        DrawCounts(canvas, "Busiest threads by name", summary.Comms, summary.SampleCount - summary.IdleCount);
        DrawThreads(canvas, summary.Threads, summary.SampleCount - summary.IdleCount);
        DrawHeader(canvas, summary.Profile.Header);
        DrawDiagnostics(canvas, summary.Profile.Diagnostics);
    }

    private static TextTable Facts(ProfileSummary summary)
    {
        Profile profile = summary.Profile;
        TextTable table = NewTable();
        Add(table, "Profile", summary.Name);
        Add(table, "Format", profile.Format);
        Add(table, "Samples", SafeText.Number(summary.SampleCount)
            + (summary.SampleCount != profile.Samples.Count ? $" in {SafeText.Count(profile.Samples.Count, "row")}" : "")
            + (summary.IdleCount > 0 ? $", {SafeText.Number(summary.IdleCount)} of them idle" : "")
            + (summary.UntimedCount > 0 ? $", {SafeText.Number(summary.UntimedCount)} of them without a time" : ""));
        ValueTotal[] values = Array.FindAll(summary.Values, v => v.Type is not { Name: "samples", Unit: "count" });
        if (Array.Exists(values, v => v.Weight != SampleWeight.Period)) Add(table, "Values", string.Join(", ", values.Select(v => $"{v.Weight} {(v.Unit == v.Weight.Name ? SafeText.Number(v.Total) : UnitText.Format(v.Total, v.Unit))}")));
        if (profile is { FirstTime: { } first, LastTime: { } last })
        {
            Add(table, "Time", $"{SafeText.Seconds(last - first)} s, from {SafeText.Seconds(first)} s to {SafeText.Seconds(last)} s of the recorder's clock");
            AddWallClock(table, profile.Header.Clock, first, last);
        }
        else if (profile.Samples.Count > 0)
        {
            Add(table, "Time", "none: flame graphs are available, heat maps and ranges are not");
        }
        Add(table, "Threads", SafeText.Number(summary.ThreadCount));
        Add(table, "Stacks", $"{SafeText.Number(summary.StackCount)} distinct, of {SafeText.Count(profile.Frames.Count, "distinct frame")}");
        Add(table, "Lost", Lost(profile));
        foreach (string note in ProfileNotes.Of(profile)) Add(table, "Note", note);
        return table;
    }

    private static string Lost(Profile profile)
    {
        IReadOnlyList<string> losses = profile.Header.Losses;
        if (profile.LostCount == 0) return losses.Count == 0 ? "no samples reported by the recorder" : string.Join("; ", losses);
        return string.Join("; ", [SafeText.Count(profile.LostCount, "sample"), .. losses]);
    }

    private static void AddWallClock(TextTable table, WallClock? clock, long first, long last)
    {
        if (clock is null) return;
        string from = clock.At(first)?.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "?";
        string to = clock.At(last)?.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "?";
        string zone = clock.Wall.Kind == DateTimeKind.Utc ? "UTC" : "local time of the recording";
        Add(table, "Wall clock", $"{from} to {to}, {zone}{(clock.IsExact ? "" : ", accurate to about one second")}");
    }

    private static void DrawCounts(TextCanvas canvas, string title, NamedCount[] counts, long total)
    {
        if (counts.Length == 0) return;
        DrawHeading(canvas, title);
        var table = new TextTable(TextColumn.Number(2, left: 2), TextColumn.Number(2), new TextColumn(0, 0, Excess: TextExcess.Wraps));
        foreach (NamedCount count in counts.AsSpan(0, Math.Min(counts.Length, NamesShown)))
        {
            table.Add(
                Plain(SafeText.Number(count.Count)),
                new TextCell(SafeText.Percent(count.Count, total), TextStyle.Faint),
                Plain(count.Name.Length == 0 ? "(no name)" : count.Name));
        }
        canvas.Write(table);
        if (counts.Length > NamesShown) canvas.Write($"  and {SafeText.Number(counts.Length - NamesShown)} more\n", TextStyle.Faint);
    }

    private static void DrawThreads(TextCanvas canvas, IReadOnlyList<BusyThread> threads, long total)
    {
        if (!threads.Any(t => t.Tid is not null)) return;
        DrawHeading(canvas, "Busiest threads");
        var table = new TextTable(
            TextColumn.Number(2, left: 2), TextColumn.Number(2), TextColumn.Number(2), TextColumn.Number(2), new TextColumn(0, 0, Excess: TextExcess.Wraps));
        table.AddHead("samples", "", "pid", "tid", "name");
        foreach (BusyThread thread in threads.Take(NamesShown))
        {
            table.Add(
                Plain(SafeText.Number(thread.Count)),
                new TextCell(SafeText.Percent(thread.Count, total), TextStyle.Faint),
                Plain(thread.PidText),
                Plain(thread.TidText),
                Plain(thread.Name.Length == 0 ? "(no name)" : thread.Name));
        }
        canvas.Write(table);
        if (threads.Count > NamesShown) canvas.Write($"  and {SafeText.Number(threads.Count - NamesShown)} more; info --json lists all\n", TextStyle.Faint);
    }

    private static void DrawHeader(TextCanvas canvas, RecordingHeader header)
    {
        if (header.Facts.Count == 0) return;
        DrawHeading(canvas, "Recording");
        TextTable table = NewTable(indent: 2);
        foreach (HeaderFact fact in header.Facts)
        {
            // A fact without a value is a sentence. It goes to the column of values, because it would widen the column of names.
            if (fact.Value.Length > 0) Add(table, fact.Name, fact.Value);
            else Add(table, "", fact.Name);
        }
        canvas.Write(table);
    }

    private static void DrawDiagnostics(TextCanvas canvas, IReadOnlyList<ReadDiagnostic> diagnostics)
    {
        if (diagnostics.Count == 0) return;
        DrawHeading(canvas, "Skipped or partly read");
        var table = new TextTable(
            TextColumn.Number(2, left: 2), new TextColumn(0, 2, Excess: TextExcess.Wraps), new TextColumn(0, 2, Excess: TextExcess.Wraps), new TextColumn(0, 0, Excess: TextExcess.Wraps));
        foreach (ReadDiagnostic diagnostic in diagnostics)
        {
            string lines = diagnostic.Lines.Count == 0 ? ""
                : $"{(diagnostic.Count == 1 ? "line" : "lines")} {string.Join(", ", diagnostic.Lines)}{(diagnostic.Count > diagnostic.Lines.Count ? ", …" : "")}";
            table.Add(
                Plain(SafeText.Number(diagnostic.Count)),
                Plain(diagnostic.Reason),
                new TextCell(lines, TextStyle.Faint),
                new TextCell(SafeText.Clean(diagnostic.Text), TextStyle.Faint));
        }
        canvas.Write(table);
    }

    private static void DrawHeading(TextCanvas canvas, string title) => canvas.Write($"\n{title}\n", TextStyle.Heading);

    private static TextTable NewTable(int indent = 0) => new(new TextColumn(indent, 2), new TextColumn(0, 0, Excess: TextExcess.Wraps));

    private static void Add(TextTable table, string key, string value) => table.Add(new TextCell(SafeText.Clean(key), TextStyle.Faint), Plain(value));

    private static TextCell Plain(string text) => new(SafeText.Clean(text));
}
