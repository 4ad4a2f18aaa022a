using System.Text;

namespace FlameScope.Export;

/// <summary>The string table of a profile: texts in the order of their first use, each once. Text 0 is empty.</summary>
internal sealed class TextTable
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<string> _texts = [""];

    /// <summary>Returns the index of a text.</summary>
    public int Add(string text)
    {
        if (_indexes.TryGetValue(text, out int index)) return index;
        index = _texts.Count;
        _indexes.Add(text, index);
        _texts.Add(text);
        return index;
    }

    /// <summary>Writes all texts as fields. Protobuf requires UTF-8, which texts of names have after decoding.</summary>
    public void WriteTo(ProtobufWriter output, int field)
    {
        foreach (string text in _texts) output.WriteBytes(field, Encoding.UTF8.GetBytes(text));
    }
}
