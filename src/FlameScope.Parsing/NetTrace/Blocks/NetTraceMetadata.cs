using System.Text;

namespace FlameScope.Parsing;

/// <summary>The types of events, by the id that events refer to.</summary>
internal sealed class NetTraceMetadata
{
    private readonly NumberInterner _ids = new();
    private readonly List<NetTraceEventType> _types = [];
    private uint _lastId;
    private NetTraceEventType? _last;

    /// <summary>Returns the type of an event; <c>null</c> if no row defines it.</summary>
    public NetTraceEventType? Find(uint id)
    {
        if (_last is not null && id == _lastId) return _last;
        int index = _ids.Find(id);
        if (index < 0) return null;
        _lastId = id;
        return _last = _types[index];
    }

    /// <summary>Forgets the types. Those that samples refer to stay alive.</summary>
    public void Forget()
    {
        _ids.Clear();
        _types.Clear();
        _last = null;
    }

    /// <summary>Reads a row of versions 4 and 5. What follows the name is not needed.</summary>
    /// <returns><c>false</c> if the row is incomplete.</returns>
    public bool ReadEvent(ReadOnlySpan<byte> payload)
    {
        var cursor = new NetTraceCursor(payload);
        uint id = cursor.ReadUInt32();
        ReadOnlySpan<char> provider = cursor.ReadUtf16();
        uint eventId = cursor.ReadUInt32();
        ReadOnlySpan<char> name = cursor.ReadUtf16();
        if (cursor.IsFaulty) return false;
        Add(id, provider.ToString(), eventId, name.ToString());
        return true;
    }

    /// <summary>Reads a block of version 6.</summary>
    /// <returns><c>false</c> if the block ends within a row.</returns>
    public bool ReadBlock(ReadOnlySpan<byte> content)
    {
        var cursor = new NetTraceCursor(content);
        cursor.Skip(cursor.ReadUInt16());
        while (cursor.Remaining > 0)
        {
            ReadOnlySpan<byte> row = cursor.ReadBytes(cursor.ReadUInt16());
            if (cursor.IsFaulty) return false;
            var fields = new NetTraceCursor(row);
            uint id = fields.ReadVarUInt32();
            ReadOnlySpan<byte> provider = fields.ReadText();
            uint eventId = fields.ReadVarUInt32();
            ReadOnlySpan<byte> name = fields.ReadText();
            if (fields.IsFaulty) return false;
            Add(id, Encoding.UTF8.GetString(provider), eventId, Encoding.UTF8.GetString(name));
        }
        return !cursor.IsFaulty;
    }

    private void Add(uint id, string provider, uint eventId, string name)
    {
        var type = NetTraceEventType.Create(provider, eventId, name);
        int index = _ids.GetOrAdd(id);
        if (index == _types.Count) _types.Add(type);
        else _types[index] = type;
        _last = null;
    }
}
