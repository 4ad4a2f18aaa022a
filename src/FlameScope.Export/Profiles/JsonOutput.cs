using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes the JSON of profile formats.</summary>
internal static class JsonOutput
{
    /// <summary>Creates a writer. Validation is skipped because the structure is correct by construction.</summary>
    public static Utf8JsonWriter Create(IBufferWriter<byte> output) =>
        new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Returns the name of a frame for a format without modules: that of the function or, if it is unknown, that of the module in brackets.</summary>
    public static ReadOnlySpan<byte> NameOf(Profile profile, FrameId id)
    {
        Frame frame = profile.Frames[id];
        return frame.Symbol == SymbolId.Unknown && frame.Module != ModuleId.None
            ? Encoding.UTF8.GetBytes(profile.GetFrameName(id))
            : profile.Symbols.GetUtf8(frame.Symbol);
    }

    /// <summary>Writes a member with a name as its value. Bytes that are not UTF-8, which the writer refuses, become U+FFFD.</summary>
    public static void WriteText(Utf8JsonWriter json, JsonEncodedText member, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text)) json.WriteString(member, text);
        else json.WriteString(member, Encoding.UTF8.GetString(text));
    }
}
