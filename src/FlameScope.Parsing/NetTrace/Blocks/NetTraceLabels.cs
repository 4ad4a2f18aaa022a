using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The label lists of version 6. An id is valid up to the next sequence point; list 0 is empty.</summary>
internal sealed class NetTraceLabels(ProfileBuilder builder)
{
    private readonly NumberInterner _ids = new();
    private readonly List<SampleLabelId[]> _lists = [];

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    public ReadOnlySpan<SampleLabelId> Get(uint id) => id != 0 && _ids.Find(id) is var index and >= 0 ? _lists[index] : default;

    public void ForgetIds()
    {
        _ids.Clear();
        _lists.Clear();
    }

    /// <summary>Reads a block.</summary>
    /// <returns><c>false</c> if the block ends within a list.</returns>
    public bool Read(ReadOnlySpan<byte> content)
    {
        var cursor = new NetTraceCursor(content);
        uint id = cursor.ReadUInt32();
        uint count = cursor.ReadUInt32();
        var labels = new List<SampleLabelId>();
        for (; count > 0 && !cursor.IsFaulty; count--, id++)
        {
            labels.Clear();
            bool isLast;
            do
            {
                byte kind = cursor.ReadByte();
                isLast = (kind & 0x80) != 0;
                if (!ReadLabel(ref cursor, kind & 0x7F, labels)) return false;
            }
            while (!isLast && !cursor.IsFaulty);
            if (cursor.IsFaulty) return false;
            int index = _ids.GetOrAdd(id);
            if (index == _lists.Count) _lists.Add([.. labels]);
            else _lists[index] = [.. labels];
        }
        return !cursor.IsFaulty;
    }

    // The kinds 7 to 10 replace facts about the type of the event. An unknown kind has an unknown length.
    private bool ReadLabel(ref NetTraceCursor cursor, int kind, List<SampleLabelId> labels)
    {
        switch (kind)
        {
            case 1: AddGuid("activity_id", cursor.ReadBytes(16), labels); return true;
            case 2: AddGuid("related_activity_id", cursor.ReadBytes(16), labels); return true;
            case 3: AddHex("trace_id", cursor.ReadBytes(16), labels); return true;
            case 4: AddHex("span_id", cursor.ReadBytes(8), labels); return true;
            case 5:
                ReadOnlySpan<byte> key = cursor.ReadText();
                ReadOnlySpan<byte> text = cursor.ReadText();
                if (!cursor.IsFaulty) labels.Add(builder.AddLabel(key, text));
                return true;
            case 6:
                ReadOnlySpan<byte> name = cursor.ReadText();
                ulong bits = cursor.ReadVarUInt64();
                if (!cursor.IsFaulty) labels.Add(builder.AddLabel(name, (long)(bits >> 1) ^ -(long)(bits & 1), default));
                return true;
            case 8: cursor.Skip(8); return true;
            case 7 or 9 or 10: cursor.Skip(1); return true;
            default: return false;
        }
    }

    private void AddGuid(string key, ReadOnlySpan<byte> bytes, List<SampleLabelId> labels)
    {
        if (bytes.Length == 16) labels.Add(builder.AddLabel(key, new Guid(bytes).ToString()));
    }

    private void AddHex(string key, ReadOnlySpan<byte> bytes, List<SampleLabelId> labels)
    {
        if (bytes.IsEmpty) return;
        Span<byte> text = stackalloc byte[32];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = HexDigits[bytes[i] >> 4];
            text[(2 * i) + 1] = HexDigits[bytes[i] & 15];
        }
        labels.Add(builder.AddLabel(Encoding.UTF8.GetBytes(key), text[..(2 * bytes.Length)]));
    }
}
