using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlameScope.Parsing.Tests;

/// <summary>
/// Writes down what a <see cref="JsonTokenParser"/> receives, one line per token. Members whose names start with "skip" are skipped; the elements of an
/// array that is the value of a member "numbersN" are received as integers with a scale of N, and so are those of the arrays in an array "nestedN". Objects
/// like <c>{"a":1}</c> in an array "records" are taken as text.
/// </summary>
internal sealed class JsonEvents : JsonTokenParser
{
    private const int Value = 2;
    private const int Record = 3;
    private const int Scaled = 100;
    private const int Nested = 200;
    private const int NestedElement = 300;

    private readonly List<string> _lines = [];
    private readonly List<long> _offsets = [];

    public JsonEvents(int maximumDepth = 1000, bool allowTrailingCommas = false)
        : base(maximumDepth, allowTrailingCommas)
    {
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The offset of the token of each line.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    /// <summary>The number of objects that were taken as text.</summary>
    public int TakenCount { get; private set; }

    public bool WasCut => IsCut;

    public int TextLimit { get; init; } = 1 << 20;

    public bool PrintsPaths { get; init; }

    protected override int MaximumTextLength => TextLimit;

    /// <summary>Reads a text in blocks of a length, as the carry-over buffer does.</summary>
    public static JsonEvents Read(ReadOnlySpan<byte> text, int block = int.MaxValue, bool allowTrailingCommas = false)
    {
        var events = new JsonEvents(allowTrailingCommas: allowTrailingCommas);
        events.Push(text, block);
        return events;
    }

    public void Push(ReadOnlySpan<byte> text, int block = int.MaxValue)
    {
        int start = 0;
        int end = 0;
        while (true)
        {
            end = (int)Math.Min(text.Length, (long)end + block);
            bool isFinal = end == text.Length;
            start += Parse(text[start..end], isFinal);
            if (!isFinal) continue;
            if (start != end) throw new InvalidOperationException("The final block was not consumed.");
            return;
        }
    }

    /// <summary>Returns the same lines from a parsed document.</summary>
    public static List<string> Of(ReadOnlyMemory<byte> text)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
        var lines = new List<string>();
        Walk(document.RootElement, lines, Value);
        return lines;
    }

    protected override int StartObject(int slot)
    {
        Add("{");
        if (slot < NestedElement) return Value;
        Add("}");
        return Skip;
    }

    protected override int StartArray(int slot)
    {
        Add("[");
        return slot >= NestedElement ? slot - NestedElement + Scaled : slot >= Nested ? slot - Nested + NestedElement : slot;
    }

    protected override int Member(int scope, ReadOnlySpan<byte> name)
    {
        Add("." + Convert.ToHexString(name));
        return SlotOf(name);
    }

    protected override void EndObject(int scope) => Add("}");

    protected override void EndArray(int elementSlot) => Add("]");

    protected override void String(int slot, ReadOnlySpan<byte> utf8) => Add("s" + Convert.ToHexString(utf8));

    protected override void Number(int slot, ReadOnlySpan<byte> text) => Add("n" + Encoding.UTF8.GetString(text));

    protected override void Literal(int slot, JsonTokenType kind) => Add(kind.ToString());

    protected override int GetScale(int elementSlot) => elementSlot is >= Scaled and < Nested ? elementSlot - Scaled : -1;

    protected override int GetInnerScale(int elementSlot) => elementSlot >= NestedElement ? elementSlot - NestedElement : -1;

    protected override void Numbers(int elementSlot, ReadOnlySpan<long> values)
    {
        foreach (long value in values) Add(Line(value));
    }

    protected override bool CanTakeObjects(int elementSlot) => elementSlot == Record;

    protected override bool TryTakeObject(ReadOnlySpan<byte> text, out int read)
    {
        read = "\"a\":1}".Length;
        if (text.Length < read || !text.StartsWith("\"a\":"u8) || !char.IsAsciiDigit((char)text[4]) || text[5] != '}') return false;
        TakenCount++;
        foreach (string line in new[] { "{", ".61", "n" + (char)text[4], "}" }) Add(line);
        return true;
    }

    protected override void Trailing() => Add("trailing");

    protected override ProfileFormatException Malformed(string problem) => Fail(problem);

    protected override ProfileFormatException TooLong(int length) => Fail("too long");

    protected override ProfileFormatException TooDeep(int maximumDepth) => Fail("too deep");

    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("skip"u8)) return Skip;
        if (name.SequenceEqual("records"u8)) return Record;
        bool isScaled = name.Length > 0 && char.IsAsciiDigit((char)name[^1]);
        if (isScaled && name[..^1].SequenceEqual("numbers"u8)) return Scaled + name[^1] - '0';
        return isScaled && name[..^1].SequenceEqual("nested"u8) ? Nested + name[^1] - '0' : Value;
    }

    private static string Line(long value) => value == NoNumber ? "-" : value.ToString(CultureInfo.InvariantCulture);

    private static void Walk(JsonElement value, List<string> lines, int slot)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                lines.Add("{");
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    byte[] name = Encoding.UTF8.GetBytes(property.Name);
                    lines.Add("." + Convert.ToHexString(name));
                    int member = SlotOf(name);
                    if (member != Skip) Walk(property.Value, lines, member);
                }
                lines.Add("}");
                break;
            case JsonValueKind.Array:
                lines.Add("[");
                foreach (JsonElement element in value.EnumerateArray())
                {
                    // Inner arrays have the slot of arrays of numbers. The elements of other arrays have that of the array.
                    if (slot is < Scaled or >= NestedElement) Walk(element, lines, Value);
                    else if (slot >= Nested && element.ValueKind == JsonValueKind.Object) lines.AddRange(["{", "}"]);
                    else if (slot >= Nested) Walk(element, lines, element.ValueKind == JsonValueKind.Array ? slot - Nested + Scaled : Value);
                    else if (element.ValueKind != JsonValueKind.Number) lines.Add("-");
                    else lines.Add(Line(DecimalNumber.TryScale(Encoding.UTF8.GetBytes(element.GetRawText()), slot - Scaled, out long n) ? n : NoNumber));
                }
                lines.Add("]");
                break;
            case JsonValueKind.String:
                lines.Add("s" + Convert.ToHexString(Encoding.UTF8.GetBytes(value.GetString()!)));
                break;
            case JsonValueKind.Number:
                lines.Add("n" + value.GetRawText());
                break;
            default:
                lines.Add(value.ValueKind.ToString());
                break;
        }
    }

    private void Add(string line)
    {
        _lines.Add(PrintsPaths ? line + " " + GetPath() : line);
        _offsets.Add(TokenOffset);
    }

    private ProfileFormatException Fail(string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{problem} at {TokenOffset} {GetPath()}"));
}
