using System.Globalization;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>
/// The texts by which the kernel prints the bits of a field, such as the state of the thread in <c>sched_switch</c>: <c>S</c> for one that sleeps,
/// <c>R</c> for one without bits, and <c>R+</c> for one that was preempted.
/// </summary>
/// <remarks>
/// They are read from the format that the tracepoint is printed with:
/// <code>REC->prev_state &amp; … ? __print_flags(REC->prev_state &amp; …, "|", { 0x1, "S" }, …) : "R", REC->prev_state &amp; … ? "+" : ""</code>
/// The masks are expressions. They contain the bits with a text, and the bit after the highest of these has the last text.
/// </remarks>
internal sealed class TracepointFlags
{
    private const int MaximumFlags = 64;

    private readonly List<(ulong Bits, string Text)> _flags = [];
    private string _separator = "";
    private string _none = "";
    private string _next = "";

    /// <summary>Reads the texts of a field.</summary>
    /// <param name="format">The format that the tracepoint is printed with.</param>
    /// <param name="field">The name of the field.</param>
    /// <returns>The texts; <c>null</c> if the field is printed in another way.</returns>
    public static TracepointFlags? TryRead(ReadOnlySpan<char> format, string field)
    {
        string start = $"__print_flags(REC->{field} ";
        int at = format.IndexOf(start, StringComparison.Ordinal);
        if (at < 0) return null;
        ReadOnlySpan<char> rest = format[(at + start.Length)..];
        var flags = new TracepointFlags();
        if (!TryTakeText(ref rest, "\"", out flags._separator)) return null;
        while (rest.TrimStart() is [',', .. var more] && more.TrimStart() is ['{', .. var pair])
        {
            int comma = pair.IndexOf(',');
            if (comma < 0 || flags._flags.Count == MaximumFlags || ReadNumber(pair[..comma]) is not { } bits) return null;
            rest = pair[comma..];
            if (!TryTakeText(ref rest, ", \"", out string text) || rest.TrimStart() is not ['}', .. var next]) return null;
            flags._flags.Add((bits, text));
            rest = next;
        }
        if (flags._flags.Count == 0 || rest.TrimStart() is not [')', .. var end]) return null;
        rest = end;
        if (!TryTakeText(ref rest, " : \"", out flags._none)) return null;
        int condition = rest.IndexOf(" ? \"", StringComparison.Ordinal);
        if (condition < 0 || !rest.StartsWith($", REC->{field} ", StringComparison.Ordinal)) return flags;
        rest = rest[condition..];
        return TryTakeText(ref rest, " ? \"", out flags._next) ? flags : null;
    }

    /// <summary>Returns the text of a number.</summary>
    public string ToText(ulong number)
    {
        var text = new StringBuilder();
        ulong highest = 0;
        foreach ((ulong bits, string name) in _flags)
        {
            highest = Math.Max(highest, bits);
            if (bits == 0 || (number & bits) != bits) continue;
            if (text.Length > 0) text.Append(_separator);
            text.Append(name);
        }
        if (text.Length == 0) text.Append(_none);
        if ((number & (highest << 1)) != 0) text.Append(_next);
        return text.ToString();
    }

    // Takes what is between quotation marks; the first one ends the prefix, which follows anything if it is the mark only.
    private static bool TryTakeText(ref ReadOnlySpan<char> rest, string prefix, out string text)
    {
        text = "";
        int start = rest.IndexOf(prefix, StringComparison.Ordinal);
        if (start < 0 || (start > 0 && prefix.Length > 1)) return false;
        rest = rest[(start + prefix.Length)..];
        int end = rest.IndexOf('"');
        if (end < 0) return false;
        text = rest[..end].ToString();
        rest = rest[(end + 1)..];
        return true;
    }

    private static ulong? ReadNumber(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        bool isHex = text.StartsWith("0x", StringComparison.Ordinal);
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return ulong.TryParse(isHex ? text[2..] : text, style, CultureInfo.InvariantCulture, out ulong number) ? number : null;
    }
}
