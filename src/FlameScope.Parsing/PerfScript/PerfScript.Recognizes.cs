namespace FlameScope.Parsing;

public static partial class PerfScript
{
    /// <summary>Whether an input is <c>perf script</c> text, as far as its start tells. Not for compressed input.</summary>
    /// <param name="start">The first bytes of the input, 16 KiB or all there are.</param>
    /// <returns><c>true</c> or <c>false</c> where the start decides; <c>null</c> where more of the input is needed.</returns>
    public static bool? Recognizes(ReadOnlySpan<byte> start)
    {
        var reader = new PerfScriptReader(start, isFinalBlock: false, default);
        while (reader.Read())
        {
            if (reader.Kind is PerfLineKind.Event or PerfLineKind.Record) return true;
        }
        bool isBlank = start.Trim(" \t\r\n"u8).IsEmpty;
        return isBlank || UnreadableFormat.Describe(start) is null ? null : false;
    }

    /// <inheritdoc cref="Recognizes(ReadOnlySpan{byte})"/>
    public static bool? Recognizes(byte[] start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Recognizes(start.AsSpan());
    }
}
