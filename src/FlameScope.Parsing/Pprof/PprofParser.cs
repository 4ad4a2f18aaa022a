using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses a pprof profile. The strings may be the last field of the file, so nothing is parsed before its end is known.
/// </summary>
internal sealed class PprofParser(ProfileBuilder builder, ReadContext context) : IProfileParser
{
    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (!isFinal) return 0;
        if (GperftoolsProfile.IsStart(block)) new GperftoolsProfile(builder, context).Parse(block);
        else ParseProfile(block);
        return block.Length;
    }

    public void Complete()
    {
    }

    private void ParseProfile(ReadOnlySpan<byte> file)
    {
        var tables = new PprofTables(context);
        tables.Index(file);
        var samples = new PprofSamples(builder, context, tables);
        samples.Begin(file);
        var reader = new ProtobufReader(file);
        while (reader.Read())
        {
            if (reader.Field == PprofShape.Sample && reader.WireType == WireType.Bytes) samples.Add(file, reader.Bytes, reader.BytesStart);
        }
        builder.Header = PprofHeader.Create(file, tables, samples.HasTimes);
    }
}
