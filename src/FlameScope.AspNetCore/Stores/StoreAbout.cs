using System.Globalization;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>Describes services and hosts of a store as profiles.</summary>
internal static class StoreAbout
{
    /// <summary>The name of the format.</summary>
    public const string Format = "dataset";

    private const int MaximumHosts = 50;

    /// <summary>Returns the description of a service or host.</summary>
    /// <param name="first">The description of the first selection, of which events, values, kinds of frames and choices of filters are taken.</param>
    /// <param name="file">The service or host.</param>
    /// <param name="entry">The service or host, with its number of samples.</param>
    /// <param name="opened">The service or host as it was listed, by which the first selection was chosen.</param>
    public static AboutBody Of(AboutBody first, ServedFile file, StoreEntry entry, StoreEntry opened)
    {
        // Heat maps of a store have these values.
        WeightBody[] weights = [.. first.Weights.Where(weight => SampleWeight.Parse(weight.Name) is var known && (known == SampleWeight.Samples || known == SampleWeight.Period))];
        string? defaultWeight = weights.Any(weight => weight.Name == first.DefaultWeight) ? first.DefaultWeight : SampleWeight.Samples.Name;
        return first with
        {
            Path = file.Name,
            Title = TitleOf(entry),
            Source = Format,
            Host = entry.Host,
            Facts = FactsOf(entry),
            Wall = WallOf(entry),
            Lost = entry.LostCount,
            Losses = [],
            Rows = (int)Math.Min(int.MaxValue, entry.SampleCount),
            Samples = entry.SampleCount,
            Untimed = 0,
            UntimedCount = 0,
            IdleCount = 0,
            HasTimes = true,
            End = entry.Range.End - entry.Origin,
            Weights = weights,
            DefaultWeight = defaultWeight,
            EventUnits = [.. first.EventUnits.Select(units => units.Where((_, i) => weights.Contains(first.Weights[i])).ToArray())],
            View = first.View with
            {
                Weight = defaultWeight,
                Selection = opened.IsSmall ? null : new SpanBody(entry.FirstSelection.Start - entry.Origin, entry.FirstSelection.End - entry.Origin),
            },
            Hosts = entry.Hosts.Length,
            Notes = NotesOf(first, entry),
        };
    }

    /// <summary>Returns the wall-clock time at the origin.</summary>
    public static WallBody WallOf(StoreEntry entry) => new((StoreEntry.TimeOf(entry.Origin) - DateTime.UnixEpoch).TotalMilliseconds, IsUtc: true, entry.InexactCount == 0);

    // Without the escapes of the name.
    private static string TitleOf(StoreEntry entry) => entry.Host is null ? entry.Service : $"{entry.Service}, {entry.Host}";

    private static FactBody[] FactsOf(StoreEntry entry)
    {
        var facts = new List<FactBody>
        {
            new("service", entry.Service),
            new("recordings", entry.RecordingCount.ToString(CultureInfo.InvariantCulture)),
            new("hosts", entry.Hosts.Length.ToString(CultureInfo.InvariantCulture)),
            new("from", TextOf(entry.Range.Start)),
            new("to", TextOf(entry.Range.End)),
        };
        if (entry.Host is null) facts.Add(new("names of hosts", string.Join(", ", entry.Hosts.Take(MaximumHosts)) + (entry.Hosts.Length > MaximumHosts ? ", …" : "")));
        return [.. facts];
    }

    private static string[] NotesOf(AboutBody first, StoreEntry entry)
    {
        string inexact = string.Create(
            CultureInfo.InvariantCulture, $"{entry.InexactCount} of {entry.RecordingCount} recordings have times that are accurate only to a second: rows of the heat map mean nothing for them.");
        return entry.InexactCount == 0 ? first.Notes : [inexact, .. first.Notes];
    }

    private static string TextOf(long time) => StoreEntry.TimeOf(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
