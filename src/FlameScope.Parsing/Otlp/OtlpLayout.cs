using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Recognizes older layouts of the messages. The protocol moved fields without a version number, so that the encodings and the indexes decide.
/// </summary>
internal static class OtlpLayout
{
    /// <summary>Indicates whether a profile has an older layout.</summary>
    /// <param name="profile">The bytes of a profile.</param>
    /// <param name="dictionary">The dictionary of the message.</param>
    public static bool IsOlder(ReadOnlySpan<byte> profile, OtlpDictionary dictionary)
    {
        if (dictionary.HasOlderAttributes) return true;
        var reader = new ProtobufReader(profile);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                // The tables or the indexes of locations, where the time is now.
                case 3 when reader.WireType == WireType.Bytes:
                // The time of a container, where samples are now.
                case 2 when reader.WireType == WireType.Fixed64:
                    return true;
                case 2 when reader.WireType == WireType.Bytes && IsOlderSample(reader.Bytes, dictionary):
                    return true;
            }
        }
        return false;
    }

    /// <summary>Creates the exception for a profile of an older layout.</summary>
    public static ProfileFormatException Refuse(ReadContext context, long position) => context.Unsupported(
        "the OpenTelemetry profile has an older layout of the protocol, which is in development; the layout that is read has a dictionary with a stack "
        + "table, and values in field 4 of a sample; record again with a current version of the profiler or the collector",
        InputPosition.AtByte(position));

    private static bool IsOlderSample(ReadOnlySpan<byte> sample, OtlpDictionary dictionary)
    {
        bool hasStack = false, hasSecond = false, isSecondOutOfRange = false, hasPoints = false;
        var reader = new ProtobufReader(sample);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    hasStack |= reader.WireType == WireType.Varint && reader.Number != 0;
                    break;
                case 2:
                    // Attributes now; values or the number of locations before.
                    hasSecond = true;
                    var numbers = new RepeatedNumbers(reader);
                    while (numbers.MoveNext()) isSecondOutOfRange |= numbers.Current >= (ulong)dictionary.Attributes.Count;
                    break;
                case 3 when reader.WireType == WireType.Bytes:
                    return true; // Values or attributes, where the link is now.
                case 4 or 5:
                    hasPoints = true;
                    break;
            }
        }
        if (hasStack && dictionary.Stacks.Count == 0) return true;
        return hasSecond && (!hasPoints || isSecondOutOfRange) && reader.End == ProtobufEnd.Whole;
    }
}
