using System.Text.Json;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The description of a profile. The properties from <c>title</c> to <c>view</c> are those of the data of a report (docs/report-format.md).</summary>
internal sealed record AboutBody
{
    /// <summary>The name by which the profile is requested.</summary>
    public required string Path { get; init; }

    /// <summary>A text that changes when the file changes.</summary>
    public required string Version { get; init; }

    /// <summary>The size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>The time of the last change.</summary>
    public required DateTime Modified { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The name of the format.</summary>
    public required string Source { get; init; }

    /// <summary>The name of the recorded machine.</summary>
    public required string? Host { get; init; }

    /// <summary>The command that recorded the profile.</summary>
    public required string? Command { get; init; }

    /// <summary>The facts about the recording.</summary>
    public required FactBody[] Facts { get; init; }

    /// <summary>The requested sampling frequency in Hz.</summary>
    public required long? Frequency { get; init; }

    /// <summary>The wall-clock time at the origin.</summary>
    public required WallBody? Wall { get; init; }

    /// <summary>The number of samples that the recorder lost.</summary>
    public required long Lost { get; init; }

    /// <summary>Descriptions of what the recorder lost.</summary>
    public required IReadOnlyList<string> Losses { get; init; }

    /// <summary>The number of lines or records that could not be read.</summary>
    public required long Unreadable { get; init; }

    /// <summary>The number of rows of samples.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of samples that the rows represent.</summary>
    public required long Samples { get; init; }

    /// <summary>The number of rows without a time.</summary>
    public required int Untimed { get; init; }

    /// <summary>The number of samples without a time.</summary>
    public required long UntimedCount { get; init; }

    /// <summary>The number of idle samples.</summary>
    public required long IdleCount { get; init; }

    /// <summary>Indicates whether samples have times.</summary>
    public required bool HasTimes { get; init; }

    /// <summary>The start of the heat map in nanoseconds after the origin.</summary>
    public required long Start { get; init; }

    /// <summary>The end of the heat map in nanoseconds after the origin, excluded.</summary>
    public required long End { get; init; }

    /// <summary>The values that samples have.</summary>
    public required WeightBody[] Weights { get; init; }

    /// <summary>The name of the value that is shown by default.</summary>
    public required string? DefaultWeight { get; init; }

    /// <summary>The names of the events.</summary>
    public required string[] EventNames { get; init; }

    /// <summary>For each event, the unit of each value.</summary>
    public required string?[][] EventUnits { get; init; }

    /// <summary>The initial view of a report.</summary>
    public required ViewBody View { get; init; }

    /// <summary>The keys of labels.</summary>
    public required string[] LabelKeys { get; init; }

    /// <summary>The numbers of the kinds that frames have.</summary>
    public required int[] Kinds { get; init; }

    /// <summary>The choices of the filters.</summary>
    public required JsonElement Facets { get; init; }

    /// <summary>The threads with the most samples.</summary>
    public required ThreadBody[] Threads { get; init; }

    /// <summary>The input that could not be read.</summary>
    public required DiagnosticBody[] Diagnostics { get; init; }

    /// <summary>Sentences about missing content and its likely cause.</summary>
    public required string[] Notes { get; init; }

    /// <summary>The formats in which samples can be saved.</summary>
    public required WriterBody[] Writers { get; init; }

    /// <summary>The number of hosts of a service or host of a store; <c>null</c> for a file.</summary>
    public int? Hosts { get; init; }

    /// <summary>The forms of transforms of stacks.</summary>
    public required IReadOnlyList<string> Transforms { get; init; }
}

/// <summary>A fact about a recording.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
internal sealed record FactBody(string Name, string Value);

/// <summary>The wall-clock time at the origin.</summary>
/// <param name="Origin">Milliseconds since 1970.</param>
/// <param name="IsUtc">Indicates whether the time is UTC; if not, it is local time that is interpreted as UTC.</param>
/// <param name="IsExact">Indicates whether the time is exact.</param>
internal sealed record WallBody(double Origin, bool IsUtc, bool IsExact);

/// <summary>A value that samples have.</summary>
/// <param name="Name">The name.</param>
/// <param name="Unit">The unit.</param>
/// <param name="ShownUnit">The unit for people.</param>
/// <param name="IsExact">Indicates whether the sum of all values is at most 2^53.</param>
internal sealed record WeightBody(string Name, string Unit, string ShownUnit, bool IsExact);

/// <summary>The initial view of a report.</summary>
/// <param name="Rows">The number of rows of the heat map.</param>
/// <param name="Palette">The colors of the heat map.</param>
/// <param name="Weight">The value of each sample.</param>
/// <param name="Event">The event; <c>null</c> for all.</param>
/// <param name="Grouping">The groups of the flame graph.</param>
/// <param name="Reversed">Indicates whether stacks start at the leaf.</param>
/// <param name="Idle">Whether idle samples are included.</param>
/// <param name="Selection">The selected range; <c>null</c> for none.</param>
internal sealed record ViewBody(int Rows, string Palette, string? Weight, string? Event, string Grouping, bool Reversed, string Idle, SpanBody? Selection);

/// <summary>A range of time.</summary>
/// <param name="From">The start in nanoseconds after the origin.</param>
/// <param name="To">The end in nanoseconds after the origin, excluded.</param>
internal sealed record SpanBody(long From, long To);

/// <summary>A thread.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Tid">The thread id.</param>
/// <param name="Name">The name.</param>
/// <param name="Samples">The number of samples that are not idle.</param>
internal sealed record ThreadBody(long? Pid, long? Tid, string Name, long Samples);

/// <summary>Something that could not be read.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How often.</param>
/// <param name="Text">An example.</param>
/// <param name="Lines">The first lines.</param>
internal sealed record DiagnosticBody(string Reason, long Count, string Text, IReadOnlyList<long> Lines);

/// <summary>A format in which samples can be saved.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What the format is.</param>
/// <param name="Extension">The ending of file names.</param>
internal sealed record WriterBody(string Name, string Description, string Extension);

/// <summary>Describes profiles.</summary>
internal sealed class AboutAnswer : ProfileAnswer, IStoreAnswer
{
    // Doubles represent every integer up to this one.
    private const long Exact = 1L << 53;
    private const int MaximumThreads = 1000;
    private const int DefaultRows = 50;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken) =>
        Reply.OfJson(Of(profile.File, profile.Profile), ApiJson.Default.AboutBody);

    public async Task<Reply?> AnswerAsync(StoreProfiles profiles, ServedFile file, CancellationToken cancellationToken)
    {
        // Events, values and kinds of frames are those of the first selection.
        LoadedProfile first = await profiles.GetAsync(file, ProfileQuery.None, [file.Store!.FirstSelection], needsSamples: false, cancellationToken).ConfigureAwait(false);
        StoreEntry entry = file.Store;
        // What the recordings have in a window is counted.
        if (entry.Window is not null)
        {
            SubsecondHeatmap all = await Heatmaps.OfStoreAsync(profiles, file, ProfileQuery.None, entry.Range, 1, StoreGrid.LongColumn, cancellationToken).ConfigureAwait(false);
            entry = entry with { SampleCount = all.Total };
        }
        return Reply.OfJson(StoreAbout.Of(Of(file, first.Profile), file, entry, file.Store), ApiJson.Default.AboutBody);
    }

    private static AboutBody Of(ServedFile file, Profile profile)
    {
        SampleSelection all = profile.Select(SampleFilter.All), busy = profile.Select(SampleFilter.All with { IncludeIdle = false });
        long samples = all.GetTotal(SampleWeight.Samples);
        SampleEventId[] events = [.. Enumerable.Range(0, profile.Events.Count).Select(i => new SampleEventId(i))];
        SampleWeight[] weights = [.. profile.Weights];
        string? defaultWeight = profile.Resolve(default).Name;
        return new AboutBody
        {
            Path = file.Name,
            Version = file.Version,
            Bytes = file.Length,
            Modified = file.Modified,
            Title = file.Name,
            Source = profile.Format,
            Host = profile.Header.HostName,
            Command = profile.Header.CommandLine,
            Facts = [.. profile.Header.Facts.Select(fact => new FactBody(fact.Name, fact.Value))],
            Frequency = profile.Header.SampleFrequency,
            Wall = WallOf(profile),
            Lost = profile.LostCount,
            Losses = profile.Header.Losses,
            Unreadable = profile.UnreadableCount,
            Rows = profile.Samples.Count,
            Samples = samples,
            Untimed = profile.Samples.UntimedCount,
            UntimedCount = UntimedCount(profile),
            IdleCount = samples - busy.GetTotal(SampleWeight.Samples),
            HasTimes = profile.HasTimes,
            Start = 0,
            End = profile.HasTimes ? profile.LastTime!.Value - profile.Origin + 1 : 0,
            Weights = [.. weights.Select(weight => Describe(weight, all, events))],
            DefaultWeight = defaultWeight,
            EventNames = [.. events.Select(id => profile.Events[id])],
            EventUnits = [.. events.Select(id => weights.Select(weight => profile.GetUnitOf(id, weight)).ToArray())],
            View = new ViewBody(DefaultRows, "flamescope", defaultWeight, EventOf(profile), "comm", false, "exclude", null),
            LabelKeys = [.. profile.LabelSets.SelectMany(set => set).Select(label => label.Key).Distinct(StringComparer.Ordinal)],
            Kinds = KindsOf(profile),
            Facets = FacetsOf(profile),
            Threads = ThreadsOf(profile, busy),
            Diagnostics = [.. profile.Diagnostics.Select(d => new DiagnosticBody(d.Reason, d.Count, d.Text, d.Lines))],
            Notes = [.. ProfileNotes.Of(profile).Select(ProfileMessage.ToSentence)],
            Writers = [.. ProfileWriters.Default.Writers.Select(writer => new WriterBody(writer.Name, writer.Description, writer.Extensions is [var first, ..] ? first : ""))],
            Transforms = StackTransform.Forms,
        };
    }

    private static long UntimedCount(Profile profile)
    {
        ReadOnlySpan<long> counts = profile.Samples.Counts;
        if (counts.IsEmpty) return profile.Samples.UntimedCount;
        long sum = 0;
        foreach (long count in counts[..profile.Samples.UntimedCount]) sum += count;
        return sum;
    }

    private static WallBody? WallOf(Profile profile) =>
        profile.HasTimes && profile.Header.Clock is { } clock && clock.At(profile.Origin) is { } origin
            ? new WallBody((origin.Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond, origin.Kind == DateTimeKind.Utc, clock.IsExact)
            : null;

    private static WeightBody Describe(SampleWeight weight, SampleSelection all, SampleEventId[] events)
    {
        string unit = all.GetUnit(weight);
        return new WeightBody(weight.ToString(), unit, ShownUnitOf(weight, unit, all.Profile, events), all.GetTotal(weight) <= Exact);
    }

    // As in a report: the periods of clock events are nanoseconds. Modifiers follow the name: cpu-clock:pppH.
    private static string ShownUnitOf(SampleWeight weight, string unit, Profile profile, SampleEventId[] ids)
    {
        if (weight != SampleWeight.Period || unit != "events") return unit;
        string[] events = [.. ids.Select(id => profile.Events[id].Split(':')[0]).Distinct(StringComparer.Ordinal)];
        if (events.Length > 0 && events.All(name => name is "cpu-clock" or "task-clock")) return "nanoseconds";
        return events is [{ Length: > 0 } single] ? single : unit;
    }

    // As in a report: one of several events starts with the default event.
    private static string? EventOf(Profile profile)
    {
        if (profile.DefaultEvent is not { } id) return null;
        string name = profile.Events[id];
        return profile.Events.Any(other => other != name) ? name : null;
    }

    private static int[] KindsOf(Profile profile)
    {
        var kinds = new SortedSet<int>();
        foreach (Frame frame in profile.Frames.Rows) kinds.Add((int)frame.DisplayKind);
        return [.. kinds];
    }

    private static JsonElement FacetsOf(Profile profile)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory)) AspNetCore.Facets.Write(json, profile);
        return JsonElement.Parse(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    private static ThreadBody[] ThreadsOf(Profile profile, SampleSelection busy)
    {
        var counts = new long[profile.Threads.Count];
        ReadOnlySpan<long> each = profile.Samples.Counts;
        foreach (int sample in busy) counts[profile.Samples.Threads[sample].Value] += each.IsEmpty ? 1 : each[sample];
        return
        [
            .. Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).OrderByDescending(i => counts[i]).ThenBy(i => i).Take(MaximumThreads)
                .Select(i => new ThreadBody(profile.Threads[new ThreadId(i)].Pid, profile.Threads[new ThreadId(i)].Tid, profile.GetThreadName(new ThreadId(i)), counts[i])),
        ];
    }
}
