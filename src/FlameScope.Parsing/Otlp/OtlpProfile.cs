using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Adds the samples of OpenTelemetry messages to a builder. Each message has its own dictionary, which usually follows the profiles that refer to it.
/// </summary>
internal sealed class OtlpProfile(ProfileBuilder builder, ReadContext context, bool prefersPayload)
{
    private readonly OtlpEvents _events = new(builder, context);
    private readonly OtlpHeader _header = new();
    private bool _hasPayload;

    /// <summary>Adds the samples of a message.</summary>
    /// <param name="message">The bytes of a <c>ProfilesData</c> or an <c>ExportProfilesServiceRequest</c>.</param>
    /// <param name="offset">The position of the message in the input.</param>
    /// <param name="isCut">Indicates whether the end of the message is missing, which has been reported.</param>
    public void Add(ReadOnlySpan<byte> message, long offset, bool isCut = false)
    {
        var dictionary = new OtlpDictionary(context, offset);
        var request = new ProtobufReader(message);
        bool hasDictionary = false, hasProfiles = false;
        while (request.Read() || request.ReadCut())
        {
            if (request.WireType != WireType.Bytes) continue;
            hasProfiles |= request.Field == 1;
            if (request.Field != 2) continue;
            hasDictionary = true;
            dictionary.Add(request.Bytes, message, request.BytesStart);
        }
        InputPosition end = InputPosition.AtByte(offset + request.FieldStart);
        if (request.End == ProtobufEnd.Malformed) context.Report("bytes that are not a message", end);
        if (!hasDictionary && (isCut || request.End == ProtobufEnd.Cut)) throw context.Truncated("the profiles end before their dictionary, which holds all names", end);
        if (request.End == ProtobufEnd.Cut) context.Report("the input ends within a message", end);
        if (hasProfiles) AddProfiles(message, dictionary, hasDictionary, offset);
    }

    /// <summary>Sets the header of the profile, after the last message.</summary>
    public void Complete()
    {
        if (!_hasPayload || _header.HasTimes) builder.Header = _header.Create();
    }

    private void AddProfiles(ReadOnlySpan<byte> message, OtlpDictionary dictionary, bool hasDictionary, long offset)
    {
        var labels = new OtlpLabels(builder, context, dictionary);
        var samples = new OtlpSamples(builder, context, dictionary, labels, _header);
        var types = new List<OtlpValueType>();
        foreach (bool isCounting in (ReadOnlySpan<bool>)[true, false])
        {
            var request = new ProtobufReader(message);
            while (request.Read() || request.ReadCut())
            {
                if (request.Field != 1 || request.WireType != WireType.Bytes) continue;
                labels.BeginResource();
                int resourceStart = request.BytesStart;
                if (!isCounting) ReadOwner(message, request.Bytes, labels, isResource: true);
                var resource = new ProtobufReader(request.Bytes);
                while (resource.Read() || resource.ReadCut())
                {
                    if (resource.Field != 2 || resource.WireType != WireType.Bytes) continue;
                    labels.BeginScope();
                    int scopeStart = resourceStart + resource.BytesStart;
                    if (!isCounting) ReadOwner(message, resource.Bytes, labels, isResource: false);
                    var scope = new ProtobufReader(resource.Bytes);
                    while (scope.Read() || scope.ReadCut())
                    {
                        if (scope.Field != 2 || scope.WireType != WireType.Bytes) continue;
                        var slice = new OtlpSlice(scopeStart + scope.BytesStart, scope.Bytes.Length);
                        if (isCounting) types.Add(OtlpValueType.OfProfile(scope.Bytes));
                        else AddProfile(message, slice, dictionary, hasDictionary, samples, offset);
                    }
                }
            }
            if (isCounting) _events.Add(message, dictionary, types);
        }
        samples.Flush();
    }

    private void AddProfile(
        ReadOnlySpan<byte> message, OtlpSlice slice, OtlpDictionary dictionary, bool hasDictionary, OtlpSamples samples, long offset)
    {
        ReadOnlySpan<byte> profile = slice.Of(message);
        if (profile.IsEmpty) return;
        var fields = new OtlpProfileFields(profile);
        if (!hasDictionary || dictionary.HasOlderAttributes || fields.IsOlder) throw OtlpLayout.Refuse(context, offset + slice.Start);
        if (!fields.Payload.IsEmpty && (prefersPayload || !fields.HasSamples))
        {
            samples.Flush();
            if (OtlpPayload.TryRead(fields.Payload, builder, context))
            {
                _hasPayload = true;
                return;
            }
        }
        samples.AddProfile(message, slice, fields, offset, _events);
    }

    // The attributes of a resource or a scope are in the first field of the message around it, wherever that is.
    private static void ReadOwner(ReadOnlySpan<byte> message, ReadOnlySpan<byte> around, OtlpLabels labels, bool isResource)
    {
        var reader = new ProtobufReader(around);
        while (reader.Read())
        {
            if (reader.Field != 1 || reader.WireType != WireType.Bytes) continue;
            if (isResource) labels.AddResource(message, reader.Bytes);
            else labels.AddScope(message, reader.Bytes);
        }
    }
}
