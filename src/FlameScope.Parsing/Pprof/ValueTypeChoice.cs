using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Chooses the value type that views of a profile show first.</summary>
internal static class ValueTypeChoice
{
    /// <summary>Returns the index of a value type.</summary>
    /// <param name="types">The value types, at least one.</param>
    /// <param name="preferred">The name of the type that the source prefers; empty if it names none.</param>
    /// <returns>The type that the source prefers, else the last one that is a time, else the last one, as <c>go tool pprof</c> shows.</returns>
    public static int Choose(ReadOnlySpan<SampleValueType> types, string preferred)
    {
        int time = -1;
        for (int i = 0; i < types.Length; i++)
        {
            if (preferred.Length > 0 && types[i].Name == preferred) return i;
            if (IsTime(types[i].Unit)) time = i;
        }
        return time >= 0 ? time : types.Length - 1;
    }

    private static bool IsTime(string unit) =>
        unit is "nanoseconds" or "ns" or "nanosecond" or "microseconds" or "us" or "microsecond" or "milliseconds" or "ms" or "millisecond"
            or "seconds" or "s" or "second";
}
