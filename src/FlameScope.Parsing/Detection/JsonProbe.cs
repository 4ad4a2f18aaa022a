using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace FlameScope.Parsing;

/// <summary>The keys at the top of a JSON document, as far as the start of the document shows them.</summary>
/// <remarks>For an array they are the keys of its first object. The keys of an object below a key are read too.</remarks>
public sealed class JsonProbe
{
    private const char Separator = '\n';

    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    private JsonProbe(bool isArray) => IsArray = isArray;

    /// <summary>Indicates whether the document is an array.</summary>
    public bool IsArray { get; }

    /// <summary>Indicates whether more keys may follow: the object does not end in the start of the input.</summary>
    public bool IsCut { get; private set; } = true;

    /// <summary>Indicates whether the object has a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns><c>true</c> if the start of the document has the key.</returns>
    public bool HasKey(string key) => _values.ContainsKey(key);

    /// <summary>Returns the text of a value.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The string, number or literal; <c>null</c> if the key was not read or its value is an object or an array.</returns>
    public string? GetText(string key) => _values.GetValueOrDefault(key);

    /// <summary>Indicates whether an object below a key has a key.</summary>
    /// <param name="key">The key of the object.</param>
    /// <param name="inner">The key in the object.</param>
    /// <returns><c>true</c> if the start of the document has the key.</returns>
    public bool HasPath(string key, string inner) => _values.ContainsKey(key + Separator + inner);

    /// <summary>Returns the text of a value in an object below a key.</summary>
    /// <param name="key">The key of the object.</param>
    /// <param name="inner">The key in the object.</param>
    /// <returns>The string, number or literal; <c>null</c> if the key was not read or its value is an object or an array.</returns>
    public string? GetText(string key, string inner) => _values.GetValueOrDefault(key + Separator + inner);

    /// <summary>Reads the start of an input; returns <c>null</c> if it is not JSON.</summary>
    internal static JsonProbe? TryRead(ReadOnlySpan<byte> start, bool isWhole)
    {
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        return start.IsEmpty || start[0] is not ((byte)'{' or (byte)'[') ? null : Read(start, isWhole);
    }

    // Apart from the caller, so that the assembly of JSON is loaded only where it is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JsonProbe? Read(ReadOnlySpan<byte> start, bool isWhole)
    {
        var probe = new JsonProbe(start[0] == '[');
        var reader = new Utf8JsonReader(start, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000, AllowTrailingCommas = true }));
        int tokens = 0;
        try
        {
            for (; !probe.IsEnd(ref reader, tokens) && reader.Read(); tokens++) probe.Add(ref reader);
        }
        catch (JsonException)
        {
            // Text that starts with a bracket is not JSON. A document with a fault further on is, and its parser reports the fault.
            if (tokens < 2) return null;
        }
        return probe;
    }

    // The object of an array is at depth 1, that of a document at depth 0. A key has the depth of the members of its object.
    private int KeyDepth => IsArray ? 2 : 1;

    private string _key = "";
    private string? _inner;

    private bool IsEnd(ref Utf8JsonReader reader, int tokens)
    {
        if (tokens == 0 || reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) return false;
        bool isEnd = reader.CurrentDepth == KeyDepth - 1 && (reader.TokenType == JsonTokenType.EndObject || !IsArray);
        isEnd |= IsArray && reader.CurrentDepth == 0;
        if (isEnd) IsCut = false;
        return isEnd;
    }

    private void Add(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            if (depth == KeyDepth) (_key, _inner) = (Unescape(ref reader) ?? "", null);
            else if (depth == KeyDepth + 1) _inner = Unescape(ref reader) ?? "";
            if (depth == KeyDepth) _values.TryAdd(_key, null);
            else if (depth == KeyDepth + 1) _values.TryAdd(_key + Separator + _inner, null);
            return;
        }
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
        {
            if (depth == KeyDepth && _key.Length > 0) _values[_key] = TextOf(ref reader);
            else if (depth == KeyDepth + 1 && _inner is not null) _values[_key + Separator + _inner] = TextOf(ref reader);
        }
        else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && depth == KeyDepth)
        {
            _inner = null;
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        const int Maximum = 1000;
        if (reader.ValueSpan.Length > Maximum) return null;
        return reader.TokenType == JsonTokenType.String ? Unescape(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan);
    }

    // A string of invalid UTF-8 throws.
    private static string? Unescape(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
