using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Creates the header of a pprof profile. Its facts have the names of the fields.</summary>
internal static class PprofHeader
{
    public static RecordingHeader Create(ReadOnlySpan<byte> file, PprofTables tables, bool hasTimes)
    {
        var facts = new List<HeaderFact>();
        if (tables.Time != 0) Add(facts, "time_nanos", Text(tables.Time));
        if (tables.Duration != 0) Add(facts, "duration_nanos", Text(tables.Duration));
        if (tables.PeriodType is { } type)
        {
            Add(facts, "period_type", $"{Text(file, tables, type.Name)}/{Text(file, tables, type.Unit)}");
        }
        if (tables.Period != 0) Add(facts, "period", Text(tables.Period));
        if (tables.DefaultSampleType != 0) Add(facts, "default_sample_type", Text(file, tables, tables.DefaultSampleType));
        // Not applied: these frames were already removed from the samples, or the writer wants a view without them.
        if (tables.DropFrames != 0) Add(facts, "drop_frames", Text(file, tables, tables.DropFrames));
        if (tables.KeepFrames != 0) Add(facts, "keep_frames", Text(file, tables, tables.KeepFrames));
        foreach (ulong comment in tables.Comments) Add(facts, "comment", Text(file, tables, comment));
        return new RecordingHeader { Facts = facts, Clock = hasTimes ? UnixClock.Clock : null };
    }

    private static void Add(List<HeaderFact> facts, string name, string value) => facts.Add(new HeaderFact { Name = name, Value = value });

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(ReadOnlySpan<byte> file, PprofTables tables, ulong index) => ShortText.Decode(tables.GetText(file, index));
}
