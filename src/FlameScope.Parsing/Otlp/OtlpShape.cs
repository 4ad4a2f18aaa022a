using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>The messages of OpenTelemetry's <c>profiles.proto</c> (v1development), and of the older layouts that are recognized.</summary>
internal static class OtlpShape
{
    /// <summary>The length of the number that precedes each request in a stream of the collector's file exporter.</summary>
    public const int PrefixLength = sizeof(uint);

    private static readonly MessageShape KeyValue = new(FieldShape.Text(1), FieldShape.Text(2), FieldShape.Varint(3));

    private static readonly MessageShape Resource = new(FieldShape.Of(1, KeyValue), FieldShape.Varint(2), FieldShape.Text(3));

    private static readonly MessageShape Scope = new(FieldShape.Text(1), FieldShape.Text(2), FieldShape.Of(3, KeyValue), FieldShape.Varint(4));

    private static readonly MessageShape ValueType = new(FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3));

    private static readonly MessageShape Sample = new(
        FieldShape.Varint(1), FieldShape.Numbers(2), FieldShape.Varint(3), FieldShape.Numbers(4), FieldShape.Fixed64s(5));

    private static readonly MessageShape Profile = new(
        FieldShape.Of(1, ValueType), FieldShape.Of(2, Sample), FieldShape.Fixed64(3), FieldShape.Varint(4), FieldShape.Of(5, ValueType),
        FieldShape.Varint(6), FieldShape.Text(7), FieldShape.Varint(8), FieldShape.Text(9), FieldShape.Text(10), FieldShape.Numbers(11));

    private static readonly MessageShape Mapping = new(
        FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3), FieldShape.Varint(4), FieldShape.Numbers(5));

    private static readonly MessageShape Line = new(FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3));

    private static readonly MessageShape Location = new(
        FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Of(3, Line), FieldShape.Numbers(4));

    private static readonly MessageShape Function = new(FieldShape.Varint(1), FieldShape.Varint(2), FieldShape.Varint(3), FieldShape.Varint(4));

    private static readonly MessageShape Link = new(FieldShape.Text(1), FieldShape.Text(2));

    private static readonly MessageShape Attribute = new(FieldShape.Varint(1), FieldShape.Text(2), FieldShape.Varint(3));

    private static readonly MessageShape Stack = new(FieldShape.Numbers(1));

    private static readonly MessageShape Dictionary = new(
        FieldShape.Of(1, Mapping), FieldShape.Of(2, Location), FieldShape.Of(3, Function), FieldShape.Of(4, Link), FieldShape.Text(5),
        FieldShape.Of(6, Attribute), FieldShape.Of(7, Stack));

    private static readonly MessageShape Request = RequestOf(Profile, Dictionary);

    // The layouts with all tables in the profile, and with a dictionary but without stacks: field 1 is the sample type, field 3 is no time.
    private static readonly MessageShape ProfileBeforeStacks = new(
        FieldShape.Of(1, ValueType), FieldShape.Text(2), new FieldShape(3, WireType.Bytes, WireType.Bytes, null));

    // The first published layout, in which a container has an id, two times and the profile.
    private static readonly MessageShape Container = new(
        FieldShape.Text(1), FieldShape.Fixed64(2), FieldShape.Fixed64(3), FieldShape.Of(4, KeyValue), FieldShape.Varint(5), FieldShape.Text(6),
        FieldShape.Text(7));

    private static readonly MessageShape[] OlderRequests =
    [
        RequestOf(ProfileBeforeStacks, null),
        RequestOf(Container, null),
        RequestOf(
            new(
                FieldShape.Of(1, ValueType),
                FieldShape.Of(2, new(FieldShape.Varint(1), FieldShape.Numbers(2), FieldShape.Numbers(3), FieldShape.Varint(4), FieldShape.Fixed64s(5))),
                FieldShape.Fixed64(3)),
            null),
    ];

    /// <summary>Indicates whether the start of an input is that of OpenTelemetry profiles, of the current layout or of an older one.</summary>
    /// <param name="start">The start of the input.</param>
    /// <param name="isWhole">Indicates whether <paramref name="start"/> is the whole input.</param>
    public static FormatMatch Match(ReadOnlySpan<byte> start, bool isWhole)
    {
        ReadOnlySpan<byte> message = HasPrefix(start, isWhole) ? WithoutPrefix(start) : start;
        // Traces, metrics and logs have the same outer messages, so that a profile must be there.
        FormatMatch content = FindContent(message);
        if (content != FormatMatch.Yes) return !isWhole && (content == FormatMatch.NeedMoreData || start.Length < 64) ? FormatMatch.NeedMoreData : FormatMatch.No;
        bool isCut = !isWhole || message.Length + PrefixLength < start.Length;
        if (Fits(Request, message, isCut)) return FormatMatch.Yes;
        foreach (MessageShape older in OlderRequests)
        {
            if (Fits(older, message, isCut)) return FormatMatch.Yes;
        }
        return FormatMatch.No;
    }

    /// <summary>Indicates whether an input is a stream of messages, each after its length in big endian.</summary>
    public static bool HasPrefix(ReadOnlySpan<byte> start, bool isWhole)
    {
        if (start.Length < PrefixLength + 2) return false;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(start);
        // Zero is no field. The fields of a request are 1 and 2, with a length each.
        return start[0] == 0 && length >= 2 && start[PrefixLength] is 0x0A or 0x12 && (!isWhole || length <= (uint)(start.Length - PrefixLength));
    }

    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> start)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(start);
        ReadOnlySpan<byte> rest = start[PrefixLength..];
        return length < (uint)rest.Length ? rest[..(int)length] : rest;
    }

    private static bool Fits(MessageShape shape, ReadOnlySpan<byte> message, bool isCut) =>
        isCut ? shape.FitsStart(message) : shape.Check(message) != ProtobufEnd.Malformed || shape.FitsStart(message);

    private static MessageShape RequestOf(MessageShape profile, MessageShape? dictionary)
    {
        MessageShape scopeProfiles = new(FieldShape.Of(1, Scope), FieldShape.Of(2, profile), FieldShape.Text(3));
        MessageShape resourceProfiles = new(FieldShape.Of(1, Resource), FieldShape.Of(2, scopeProfiles), FieldShape.Text(3));
        FieldShape tables = dictionary is null ? FieldShape.Text(2) : FieldShape.Of(2, dictionary);
        return new MessageShape(FieldShape.Of(1, resourceProfiles), tables);
    }

    // The first profile: resource_profiles, scope_profiles, profiles. A dictionary whose first string is empty is enough, too; its strings follow
    // other tables.
    private static FormatMatch FindContent(ReadOnlySpan<byte> message)
    {
        FormatMatch content = FormatMatch.No;
        var request = new ProtobufReader(message);
        while (request.Read() || request.ReadCut())
        {
            if (request.WireType != WireType.Bytes || request.Field > 2) return FormatMatch.No;
            FormatMatch found = request.Field == 2 ? FindText(request.Bytes) : HasProfile(request.Bytes) ? FormatMatch.Yes : FormatMatch.No;
            if (content != FormatMatch.Yes && found != FormatMatch.No) content = found;
        }
        return content;
    }

    private static bool HasProfile(ReadOnlySpan<byte> resourceProfiles)
    {
        var resource = new ProtobufReader(resourceProfiles);
        while (resource.Read() || resource.ReadCut())
        {
            if (resource.Field != 2 || resource.WireType != WireType.Bytes) continue;
            var scope = new ProtobufReader(resource.Bytes);
            while (scope.Read() || scope.ReadCut())
            {
                if (scope.Field == 2 && scope.WireType == WireType.Bytes && scope.Bytes.Length >= 2) return true;
            }
        }
        return false;
    }

    private static FormatMatch FindText(ReadOnlySpan<byte> dictionary)
    {
        if (!Dictionary.FitsStart(dictionary)) return FormatMatch.No;
        FormatMatch match = FormatMatch.No;
        var reader = new ProtobufReader(dictionary);
        while (reader.Read())
        {
            if (reader.Field == 5) return reader.Bytes.IsEmpty ? FormatMatch.Yes : FormatMatch.No;
            match = FormatMatch.NeedMoreData;
        }
        return match;
    }
}
