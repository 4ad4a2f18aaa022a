using FlameScope.Model;

namespace FlameScope.TestData;

/// <summary>Compares all tables and columns of profiles, including ids.</summary>
public static class ProfileAssert
{
    /// <summary>Throws if the profiles are not equal.</summary>
    /// <exception cref="InvalidOperationException">The profiles are not equal. The message contains the first difference.</exception>
    public static void Same(Profile expected, Profile actual)
    {
        if (FindDifference(expected, actual) is { } difference) throw new InvalidOperationException($"The profiles differ in {difference}.");
    }

    /// <summary>Returns the first difference between two profiles; <c>null</c> if they are equal.</summary>
    public static string? FindDifference(Profile a, Profile b)
    {
        if (a.Format != b.Format) return "format";
        if (a.LostCount != b.LostCount) return $"the lost count: {a.LostCount} and {b.LostCount}";
        if (a.IdleCount != b.IdleCount) return "the idle count";
        return FindInSamples(a.Samples, b.Samples)
            ?? FindInNames("symbols", a.Symbols, b.Symbols, static i => new SymbolId(i))
            ?? FindInNames("modules", a.Modules, b.Modules, static i => new ModuleId(i))
            ?? FindInNames("sources", a.Sources, b.Sources, static i => new SourceId(i))
            ?? FindInNames("comms", a.Comms, b.Comms, static i => new CommId(i))
            ?? FindInNames("events", a.Events, b.Events, static i => new SampleEventId(i))
            ?? FindInEvents(a, b)
            ?? FindInLabels(a.LabelSets, b.LabelSets)
            ?? FindInRows("frames", a.Frames.Rows, b.Frames.Rows)
            ?? FindInRows("threads", a.Threads.Rows, b.Threads.Rows)
            ?? FindInRows("stack parents", a.Stacks.Parents, b.Stacks.Parents)
            ?? FindInRows("stack frames", a.Stacks.Frames, b.Stacks.Frames)
            ?? FindInRows("gaps", (ReadOnlySpan<RecordingGap>)a.Gaps.ToArray(), b.Gaps.ToArray())
            ?? FindInDiagnostics(a.Diagnostics, b.Diagnostics)
            ?? FindInHeaders(a.Header, b.Header);
    }

    private static string? FindInSamples(SampleTable a, SampleTable b) =>
        FindInRows("times", a.Times, b.Times) ?? FindInRows("sample stacks", a.Stacks, b.Stacks) ?? FindInRows("sample threads", a.Threads, b.Threads)
        ?? FindInRows("cpus", a.Cpus, b.Cpus) ?? FindInRows("sample events", a.Events, b.Events) ?? FindInRows("periods", a.Periods, b.Periods)
        ?? FindInRows("counts", a.Counts, b.Counts) ?? FindInRows("sets of labels", a.LabelSets, b.LabelSets) ?? FindInValues(a, b);

    private static string? FindInValues(SampleTable a, SampleTable b)
    {
        for (int type = 1; type < Math.Max(a.ValueColumnCount, b.ValueColumnCount); type++)
        {
            if (FindInRows($"values {type}", a.GetValues(type), b.GetValues(type)) is { } difference) return difference;
        }
        return null;
    }

    private static string? FindInEvents(Profile a, Profile b)
    {
        if (a.DefaultEvent != b.DefaultEvent) return $"the default event: {a.DefaultEvent} and {b.DefaultEvent}";
        for (int i = 0; i < a.Events.Count; i++)
        {
            var id = new SampleEventId(i);
            if (!a.GetValueTypes(id).SequenceEqual(b.GetValueTypes(id))) return $"the value types of event {i}";
            if (a.GetDefaultValueType(id) != b.GetDefaultValueType(id)) return $"the default value type of event {i}";
        }
        return null;
    }

    private static string? FindInLabels(LabelSetTable a, LabelSetTable b)
    {
        if (a.Count != b.Count) return $"the number of sets of labels: {a.Count} and {b.Count}";
        for (int i = 0; i < a.Count; i++)
        {
            if (!a[new LabelSetId(i)].SequenceEqual(b[new LabelSetId(i)])) return $"set of labels {i}";
        }
        return null;
    }

    private static string? FindInRows<T>(string what, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IEquatable<T>
    {
        int same = a.CommonPrefixLength(b);
        if (same == a.Length && same == b.Length) return null;
        string First(ReadOnlySpan<T> rows) => same < rows.Length ? rows[same].ToString() ?? "" : "nothing";
        return $"{what}, row {same} of {a.Length} and {b.Length}: {First(a)} and {First(b)}";
    }

    private static string? FindInNames<TId>(string what, NameTable<TId> a, NameTable<TId> b, Func<int, TId> id)
        where TId : struct
    {
        for (int i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            if (i >= a.Count || i >= b.Count) return $"the number of {what}: {a.Count} and {b.Count}";
            if (!a.GetUtf8(id(i)).SequenceEqual(b.GetUtf8(id(i)))) return $"{what}, row {i}: '{a[id(i)]}' and '{b[id(i)]}'";
        }
        return null;
    }

    private static string? FindInDiagnostics(IReadOnlyList<ReadDiagnostic> a, IReadOnlyList<ReadDiagnostic> b)
    {
        if (a.Count != b.Count) return $"the number of diagnostics: {a.Count} and {b.Count}";
        for (int i = 0; i < a.Count; i++)
        {
            bool isSame = a[i].Reason == b[i].Reason && a[i].Count == b[i].Count && a[i].Text == b[i].Text && a[i].Lines.SequenceEqual(b[i].Lines);
            if (!isSame) return $"diagnostic {i}: {a[i]} (lines {string.Join(",", a[i].Lines)}) and {b[i]} (lines {string.Join(",", b[i].Lines)})";
        }
        return null;
    }

    private static string? FindInHeaders(RecordingHeader a, RecordingHeader b)
    {
        bool isSame = a.Facts.SequenceEqual(b.Facts) && a.Clock == b.Clock && a.SampleFrequency == b.SampleFrequency && a.CommandLine == b.CommandLine
            && a.EventDescriptions.SequenceEqual(b.EventDescriptions) && a.CpusOnline == b.CpusOnline && a.HostName == b.HostName;
        return isSame ? null : "the header";
    }
}
