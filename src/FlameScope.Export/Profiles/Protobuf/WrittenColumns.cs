using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>A value that is written per sample of an event.</summary>
/// <param name="Event">The event.</param>
/// <param name="ValueType">The index of the value type of the event; -1 for the number of samples that a row represents.</param>
/// <param name="Name">The name of the value.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="IsDefault">Indicates whether views show this value of the event first.</param>
internal readonly record struct WrittenColumn(SampleEventId Event, int ValueType, string Name, string Unit, bool IsDefault);

/// <summary>
/// Decides which values of selected samples are written in formats whose values have a name and a unit. The number of samples is written as a value of
/// its own, unless a value states it, and unless it is 1 for every sample.
/// </summary>
internal static class WrittenColumns
{
    /// <summary>Returns the columns of the events that selected samples have, in the order of the events.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="countsAlways">Indicates whether the number of samples is also written if it is 1 for every sample.</param>
    public static List<WrittenColumn> Of(SampleSelection samples, bool countsAlways)
    {
        Profile profile = samples.Profile;
        var isPresent = new bool[profile.Events.Count];
        var statesCount = new bool[isPresent.Length];
        var isCounted = new bool[isPresent.Length];
        Array.Fill(statesCount, true);
        ReadOnlySpan<SampleEventId> events = profile.Samples.Events;
        ReadOnlySpan<long> counts = profile.Samples.Counts, values = profile.Samples.GetValues(0);
        foreach (int sample in samples)
        {
            int eventId = events[sample].Value;
            long count = counts.IsEmpty ? 1 : counts[sample];
            isPresent[eventId] = true;
            isCounted[eventId] |= count != 1;
            statesCount[eventId] &= count == (values.IsEmpty ? 1 : values[sample]);
        }
        var columns = new List<WrittenColumn>();
        bool isOnly = isPresent.Count(present => present) == 1;
        for (int i = 0; i < isPresent.Length; i++)
        {
            if (isPresent[i]) Add(columns, profile, new SampleEventId(i), isOnly, statesCount[i], countsAlways || isCounted[i]);
        }
        return columns;
    }

    /// <summary>Returns the value of a column.</summary>
    public static long GetValue(SampleTable table, WrittenColumn column, int sample)
    {
        ReadOnlySpan<long> values = column.ValueType < 0 ? table.Counts : table.GetValues(column.ValueType);
        return values.IsEmpty ? (column.ValueType <= 0 ? 1 : 0) : values[sample];
    }

    private static void Add(List<WrittenColumn> columns, Profile profile, SampleEventId eventId, bool isOnly, bool statesCount, bool needsCount)
    {
        IReadOnlyList<SampleValueType> types = profile.GetValueTypes(eventId);
        string name = profile.Events[eventId];
        int? defaultType = profile.GetDefaultValueType(eventId);
        bool isPeriod = types.Count == 1 && types[0].Name == "period";
        // A period of 1 per sample says no more than the number of samples.
        bool isConstant = isPeriod && statesCount;
        bool hasCount = types.Count > 0 && types[0].Unit == "count" && statesCount;
        bool addsCount = !hasCount && (needsCount || isConstant || types.Count == 0);
        if (addsCount)
        {
            string countName = isOnly ? "samples" : $"{name}_samples";
            columns.Add(new WrittenColumn(eventId, -1, countName, "count", defaultType is null || isConstant));
        }
        if (isConstant) return;
        for (int i = 0; i < types.Count; i++)
        {
            string typeName = isPeriod ? (name.Length > 0 ? name : types[i].Name) : isOnly ? types[i].Name : $"{name}.{types[i].Name}";
            bool isDefault = defaultType == i || (defaultType is null && !addsCount && i == 0);
            columns.Add(new WrittenColumn(eventId, i, typeName, types[i].Unit, isDefault));
        }
    }
}
