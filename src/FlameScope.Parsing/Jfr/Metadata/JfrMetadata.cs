using System.Globalization;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>
/// The types of a chunk: a table of texts, and a tree of elements that name each other by index. Only the texts of types and fields are decoded.
/// </summary>
internal sealed class JfrMetadata
{
    // A tree of metadata is five levels deep: root, metadata, class, field, annotation.
    private const int MaximumDepth = 16;

    // The ids of the JDK and of async-profiler are below this.
    private const int DenseIds = 16 * 1024;

    private readonly Dictionary<long, JfrType> _types = [];
    private JfrType?[] _dense = [];
    private readonly List<int> _textOffsets = [];
    private readonly List<string?> _texts = [];
    private JfrLayoutCompiler? _compiler;

    /// <summary>The type of texts; <c>null</c> if the metadata does not define it.</summary>
    public JfrType? TextType { get; private set; }

    /// <summary>The type of frames; <c>null</c> if the metadata does not define it.</summary>
    public JfrType? StackFrameType { get; private set; }

    /// <summary>Reads the event with the metadata.</summary>
    /// <param name="chunk">The bytes of the chunk.</param>
    /// <param name="position">The offset of the event.</param>
    /// <param name="isCompressed">Indicates whether the integers of the chunk are compressed.</param>
    /// <returns><c>null</c> if the event cannot be read.</returns>
    public static JfrMetadata? Read(ReadOnlySpan<byte> chunk, int position, bool isCompressed)
    {
        var cursor = new JfrCursor(chunk, position, isCompressed);
        long size = cursor.ReadInteger(sizeof(int));
        if (size <= 0 || size > chunk.Length - position) return null;
        ReadOnlySpan<byte> bytes = chunk[..(position + (int)size)];
        cursor = new JfrCursor(bytes, cursor.Position, isCompressed);
        if (cursor.ReadInteger(sizeof(long)) != JfrEventIds.Metadata) return null;
        cursor.ReadInteger(sizeof(long)); // start time
        cursor.ReadInteger(sizeof(long)); // duration
        cursor.ReadInteger(sizeof(long)); // the id of the metadata

        var metadata = new JfrMetadata();
        long textCount = cursor.ReadCount();
        for (long i = 0; i < textCount && !cursor.IsBroken; i++)
        {
            metadata._textOffsets.Add(cursor.Position);
            metadata._texts.Add(null);
            cursor.SkipText();
        }
        metadata.ReadElement(bytes, ref cursor, isCompressed, type: null, field: null, depth: 0);
        if (cursor.IsBroken) return null;
        metadata.Link();
        return metadata;
    }

    /// <summary>Returns the type with an id, or <c>null</c>.</summary>
    public JfrType? Find(long id)
    {
        JfrType?[] dense = _dense;
        if ((ulong)id < (ulong)dense.Length) return dense[id];
        return id < DenseIds ? null : _types.GetValueOrDefault(id);
    }

    /// <summary>Returns how values of a type are read.</summary>
    public JfrLayout GetLayout(JfrType type) => type.Layout ??= (_compiler ??= new JfrLayoutCompiler()).Compile(type);

    // An element: its name, its attributes as pairs of texts, and its children.
    private void ReadElement(ReadOnlySpan<byte> bytes, ref JfrCursor cursor, bool isCompressed, JfrType? type, JfrField? field, int depth)
    {
        if (depth > MaximumDepth)
        {
            cursor.Break();
            return;
        }
        string element = ReadText(bytes, ref cursor, isCompressed);
        bool isClass = element == "class";
        bool isField = element == "field";
        bool isAnnotation = element == "annotation";
        string name = "";
        string id = "";
        string typeId = "";
        bool isConstant = false;
        bool isArray = false;
        long attributes = cursor.ReadCount();
        for (long i = 0; i < attributes && !cursor.IsBroken; i++)
        {
            if (!isClass && !isField && !isAnnotation)
            {
                cursor.ReadInteger(sizeof(int));
                cursor.ReadInteger(sizeof(int));
                continue;
            }
            switch (ReadText(bytes, ref cursor, isCompressed))
            {
                case "name":
                    name = ReadText(bytes, ref cursor, isCompressed);
                    break;
                case "id":
                    id = ReadText(bytes, ref cursor, isCompressed);
                    break;
                case "class":
                    typeId = ReadText(bytes, ref cursor, isCompressed);
                    break;
                case "constantPool":
                    isConstant = ReadText(bytes, ref cursor, isCompressed) == "true";
                    break;
                case "dimension":
                    isArray = ReadText(bytes, ref cursor, isCompressed) != "0";
                    break;
                case "value" when isAnnotation && field is not null:
                    string value = ReadText(bytes, ref cursor, isCompressed);
                    if (JfrUnit.IsUnit(value)) field.Unit = value;
                    break;
                default:
                    cursor.ReadInteger(sizeof(int));
                    break;
            }
        }
        if (isClass && type is null && TryParse(id, out long number))
        {
            type = new JfrType(number, name);
            _types.TryAdd(number, type);
        }
        else if (isField && type is not null && field is null)
        {
            // A type that is not a number has no definition, so that the layout of its owner is unknown.
            field = new JfrField(name, TryParse(typeId, out long fieldType) ? fieldType : -1, isConstant, isArray);
            type.Fields.Add(field);
        }
        long children = cursor.ReadCount();
        for (long i = 0; i < children && !cursor.IsBroken; i++) ReadElement(bytes, ref cursor, isCompressed, type, field, depth + 1);
    }

    private string ReadText(ReadOnlySpan<byte> bytes, ref JfrCursor cursor, bool isCompressed)
    {
        long index = cursor.ReadInteger(sizeof(int));
        if (index < 0 || index >= _texts.Count)
        {
            cursor.Break();
            return "";
        }
        return _texts[(int)index] ??= DecodeText(bytes, _textOffsets[(int)index], isCompressed);
    }

    private static string DecodeText(ReadOnlySpan<byte> bytes, int position, bool isCompressed)
    {
        var cursor = new JfrCursor(bytes, position, isCompressed);
        switch ((JfrTextEncoding)cursor.ReadInteger(1))
        {
            case JfrTextEncoding.Utf8:
                return Encoding.UTF8.GetString(cursor.ReadBytes(cursor.ReadInteger(sizeof(int))));
            case JfrTextEncoding.Latin1:
                return Encoding.Latin1.GetString(cursor.ReadBytes(cursor.ReadInteger(sizeof(int))));
            case JfrTextEncoding.Utf16:
                var text = new StringBuilder();
                long count = cursor.ReadCount();
                for (long i = 0; i < count && !cursor.IsBroken; i++) text.Append((char)cursor.ReadInteger(sizeof(char)));
                return text.ToString();
            default:
                return "";
        }
    }

    private void Link()
    {
        long maximum = -1;
        foreach (JfrType type in _types.Values)
        {
            if (type.Id is >= 0 and < DenseIds) maximum = Math.Max(maximum, type.Id);
            if (type.IsText) TextType ??= type;
            if (type.Name == JfrTypeNames.StackFrame) StackFrameType ??= type;
            if (JfrTypeNames.HasNeededConstants(type.Name)) type.Constants = new JfrIdTable();
            foreach (JfrField field in type.Fields) field.Type = _types.GetValueOrDefault(field.TypeId);
            type.Samples = JfrSampleType.Of(type);
            type.IsRead = type.Samples is not null || JfrFacts.IsFact(type.Name);
        }
        _dense = new JfrType?[maximum + 1];
        foreach (JfrType type in _types.Values)
        {
            if (type.Id is >= 0 and < DenseIds) _dense[type.Id] = type;
        }
    }

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
