using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Refuses older layouts of the messages. The protocol moved fields without a version number, so that the encodings and the indexes decide which layout a
/// message has.
/// </summary>
internal static class OtlpLayout
{
    /// <summary>Creates the exception for a profile of an older layout.</summary>
    public static ProfileFormatException Refuse(ReadContext context, long position) => context.Unsupported(
        "the OpenTelemetry profile has an older layout of the protocol, which is in development; the layout that is read has a dictionary with a stack "
        + "table, and values in field 4 of a sample; record again with a current version of the profiler or the collector",
        InputPosition.AtByte(position));
}
