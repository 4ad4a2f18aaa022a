using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The tables of a message: positions of the rows. Rows are decoded when they are used. Row 0 of each table means that there is none.</summary>
internal sealed class OtlpDictionary(ReadContext context, long offset)
{
    public List<OtlpSlice> Mappings { get; } = [];

    public List<OtlpSlice> Locations { get; } = [];

    public List<OtlpSlice> Functions { get; } = [];

    public List<OtlpSlice> Links { get; } = [];

    public List<OtlpSlice> Texts { get; } = [];

    public List<OtlpSlice> Attributes { get; } = [];

    public List<OtlpSlice> Stacks { get; } = [];

    /// <summary>Indicates whether the keys of attributes are texts, as in older layouts, and not indexes.</summary>
    public bool HasOlderAttributes { get; private set; }

    /// <summary>Adds the rows of a dictionary.</summary>
    /// <param name="dictionary">The bytes of the dictionary.</param>
    /// <param name="message">The message.</param>
    /// <param name="start">The position of the dictionary in the message.</param>
    public void Add(ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> message, int start)
    {
        var reader = new ProtobufReader(dictionary);
        while (reader.Read())
        {
            if (Find(reader.Field) is not { } table) continue;
            if (reader.WireType != WireType.Bytes)
            {
                context.Report("a message that is not valid", At(start + reader.FieldStart));
                continue;
            }
            if (reader.Field == 6) HasOlderAttributes |= reader.Bytes.Length > 0 && reader.Bytes[0] == 0x0A; // Field 1 with a text.
            table.Add(new OtlpSlice(start + reader.BytesStart, reader.Bytes.Length));
        }
        // A dictionary that is cut by the end of the input is reported once, by the reader of the message.
        if (reader.End != ProtobufEnd.Whole && start + dictionary.Length < message.Length)
        {
            context.Report("bytes that are not a message", At(start + reader.FieldStart));
        }
    }

    /// <summary>Returns a string; empty if there is no such string, which is reported.</summary>
    public ReadOnlySpan<byte> GetText(ReadOnlySpan<byte> message, ulong index)
    {
        if (index < (ulong)Texts.Count) return Texts[(int)index].Of(message);
        if (index != 0) context.Report("the index of a string is out of range");
        return default;
    }

    /// <summary>Returns the position in the input of a position in the message.</summary>
    public InputPosition At(long position) => InputPosition.AtByte(offset + position);

    private List<OtlpSlice>? Find(int field) => field switch
    {
        1 => Mappings,
        2 => Locations,
        3 => Functions,
        4 => Links,
        5 => Texts,
        6 => Attributes,
        7 => Stacks,
        _ => null,
    };
}
