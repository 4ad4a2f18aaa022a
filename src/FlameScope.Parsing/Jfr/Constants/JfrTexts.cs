using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the texts of a chunk as UTF-8. A text that was returned is overwritten by the next one.</summary>
internal sealed class JfrTexts(ReadContext context)
{
    // A text that is a constant may refer to another one.
    private const int MaximumDepth = 8;

    private byte[] _utf8 = new byte[256];
    private char[] _chars = new char[256];

    /// <summary>Returns the text of a field.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="field">The field; <c>null</c> if the type has none.</param>
    /// <param name="value">The value that was read: an id, or the offset of the text.</param>
    public ReadOnlySpan<byte> Read(in JfrChunk chunk, JfrField? field, long value)
    {
        if (field?.Type is not { } type || field.IsArray) return default;
        if (!field.IsConstant) return type.IsText ? Read(chunk, (int)value, depth: 0) : default;
        int slot = type.Constants?.Find(value) ?? -1;
        return slot < 0 ? default : ReadConstant(chunk, type, type.Constants!.OffsetOf(slot), depth: 0);
    }

    /// <summary>Returns the text of a constant: of its first field, or of the constant that the field refers to.</summary>
    public ReadOnlySpan<byte> ReadConstant(in JfrChunk chunk, JfrType type, int offset) => ReadConstant(chunk, type, offset, depth: 0);

    private ReadOnlySpan<byte> ReadConstant(in JfrChunk chunk, JfrType type, int offset, int depth)
    {
        Span<long> slots = stackalloc long[JfrSlots.Count];
        while (depth++ < MaximumDepth)
        {
            if (type.IsText) return Read(chunk, offset, depth);
            JfrLayout layout = chunk.Metadata.GetLayout(type);
            if (layout.FieldOf(JfrSlots.Text) is not { Type: { } fieldType } field) return default;
            slots.Clear();
            JfrCursor cursor = chunk.At(offset);
            layout.Read(ref cursor, slots);
            if (cursor.IsBroken) return default;
            if (!field.IsConstant) return fieldType.IsText ? Read(chunk, (int)slots[JfrSlots.Text], depth) : default;
            int slot = fieldType.Constants?.Find(slots[JfrSlots.Text]) ?? -1;
            if (slot < 0) return default;
            type = fieldType;
            offset = fieldType.Constants!.OffsetOf(slot);
        }
        return default;
    }

    private ReadOnlySpan<byte> Read(in JfrChunk chunk, int offset, int depth)
    {
        JfrCursor cursor = chunk.At(offset);
        switch ((JfrTextEncoding)cursor.ReadInteger(1))
        {
            case JfrTextEncoding.Constant when depth < MaximumDepth:
                long id = cursor.ReadInteger(sizeof(long));
                JfrType? type = chunk.Metadata.TextType;
                int slot = type?.Constants?.Find(id) ?? -1;
                return slot < 0 ? default : Read(chunk, type!.Constants!.OffsetOf(slot), depth + 1);
            case JfrTextEncoding.Utf8:
                ReadOnlySpan<byte> utf8 = cursor.ReadBytes(cursor.ReadInteger(sizeof(int)));
                context.CheckText(utf8.Length, chunk.PositionOf(offset));
                return utf8;
            case JfrTextEncoding.Latin1:
                ReadOnlySpan<byte> latin1 = cursor.ReadBytes(cursor.ReadInteger(sizeof(int)));
                context.CheckText(latin1.Length, chunk.PositionOf(offset));
                return FromLatin1(latin1);
            case JfrTextEncoding.Utf16:
                return FromUtf16(chunk, ref cursor, offset);
            default:
                return default;
        }
    }

    private ReadOnlySpan<byte> FromLatin1(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes)) return bytes;
        if (_utf8.Length < bytes.Length * 2) _utf8 = new byte[bytes.Length * 2];
        int length = 0;
        foreach (byte value in bytes)
        {
            if (value < 0x80)
            {
                _utf8[length++] = value;
                continue;
            }
            _utf8[length++] = (byte)(0xc0 | (value >> 6));
            _utf8[length++] = (byte)(0x80 | (value & 0x3f));
        }
        return _utf8.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> FromUtf16(in JfrChunk chunk, scoped ref JfrCursor cursor, int offset)
    {
        long count = cursor.ReadCount();
        context.CheckText(count, chunk.PositionOf(offset));
        if (_chars.Length < count) _chars = new char[count];
        for (int i = 0; i < (int)count; i++) _chars[i] = (char)cursor.ReadInteger(sizeof(char));
        if (cursor.IsBroken) return default;
        ReadOnlySpan<char> chars = _chars.AsSpan(0, (int)count);
        int maximum = Encoding.UTF8.GetMaxByteCount(chars.Length);
        if (_utf8.Length < maximum) _utf8 = new byte[maximum];
        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(chars, _utf8));
    }
}
