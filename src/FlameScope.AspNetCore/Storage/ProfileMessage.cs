namespace FlameScope.AspNetCore;

/// <summary>Converts messages of the readers to sentences.</summary>
internal static class ProfileMessage
{
    /// <summary>Returns a text with a capital letter at its start and a full stop at its end.</summary>
    public static string ToSentence(string text)
    {
        if (text.Length == 0) return text;
        string start = char.IsLower(text[0]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;
        return start[^1] is '.' or '!' or '?' ? start : start + ".";
    }
}
